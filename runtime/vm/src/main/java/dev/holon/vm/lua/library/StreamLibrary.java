package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import java.io.OutputStream;
import org.luaj.vm2.LuaValue;

/**
 * {@code io.stdout} and {@code io.stderr} as tables with the methods that write: for programs
 * outside any process. To be opened after {@link OutputLibrary}.
 */
public final class StreamLibrary implements Library {
  private final OutputStream output;
  private final OutputStream errors;

  public StreamLibrary(OutputStream output, OutputStream errors) {
    this.output = output;
    this.errors = errors;
  }

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table io = (Table) state.globals().fetch(ByteString.of("io"));
    io.store(heap, ByteString.of("stdout"), stream(heap, output));
    io.store(heap, ByteString.of("stderr"), stream(heap, errors));
  }

  private static LuaValue stream(Heap heap, OutputStream stream) {
    OutputLibrary writer = new OutputLibrary(stream);
    Table methods = new Table(heap, 0, 4);
    put(
        heap,
        methods,
        "write",
        call -> {
          writer.write(call, 2);
          call.give(call.arg(1));
        });
    put(
        heap,
        methods,
        "flush",
        call -> {
          writer.flush();
          call.give(call.arg(1));
        });
    put(heap, methods, "setvbuf", call -> call.give(true));
    put(heap, methods, "close", StreamLibrary::refuseToClose);
    return methods;
  }

  private static void put(Heap heap, Table methods, String name, NativeFunction.Body body) {
    methods.store(heap, ByteString.of(name), NativeFunction.of("file/" + name, body));
  }

  private static void refuseToClose(Call call) {
    call.give(LuaValue.NIL);
    call.give("cannot close standard file");
  }
}
