package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import java.util.List;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/** The functions on coroutines; those that switch are carried out by the interpreter. */
public final class CoroutineFunctions {
  private static final NativeFunction WRAPPED =
      NativeFunction.of("coroutine.wrap/function", Control.WRAPPED_RESUME);

  /** Named as in the library, with its prefix. */
  public static final List<NativeFunction> ALL =
      List.of(
          NativeFunction.of("coroutine.create", CoroutineFunctions::create),
          NativeFunction.of("coroutine.isyieldable", CoroutineFunctions::isYieldable),
          NativeFunction.of("coroutine.resume", Control.RESUME),
          NativeFunction.of("coroutine.running", CoroutineFunctions::running),
          NativeFunction.of("coroutine.status", CoroutineFunctions::status),
          NativeFunction.of("coroutine.wrap", CoroutineFunctions::wrap),
          NativeFunction.of("coroutine.yield", Control.YIELD));

  private CoroutineFunctions() {}

  /** What {@link #wrap} captures a coroutine with; for checkpoints. */
  static NativeFunction wrapped() {
    return WRAPPED;
  }

  private static void create(Call call) {
    LuaFunction function = call.function(1);
    call.give(new Coroutine(call.heap(), function));
  }

  private static void wrap(Call call) {
    LuaFunction function = call.function(1);
    call.give(WRAPPED.capturing(call.heap(), new Coroutine(call.heap(), function)));
  }

  private static void isYieldable(Call call) {
    Coroutine current = call.state().coroutine;
    call.give(current != null && current.boundaryCount == 0);
  }

  private static void running(Call call) {
    Coroutine current = call.state().coroutine;
    call.give(current == null ? call.state().mainCoroutine() : current);
    call.give(current == null);
  }

  private static void status(Call call) {
    Coroutine coroutine = call.coroutine(1);
    boolean isMainWaiting =
        coroutine == call.state().mainCoroutine() && call.state().coroutine != null;
    Coroutine.Status status = isMainWaiting ? Coroutine.Status.NORMAL : coroutine.status;
    call.give((LuaValue) ByteString.of(status.text));
  }
}
