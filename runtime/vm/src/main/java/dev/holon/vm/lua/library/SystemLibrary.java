package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.luaj.vm2.LuaValue;

/**
 * What a program outside any process may use of the machine beneath it: the current time, the time
 * it has run, and {@code os.exit}. To be opened after {@link OsLibrary}.
 */
public final class SystemLibrary implements Library {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final ByteString TIME = ByteString.of("time");
  private static final ByteString DATE = ByteString.of("date");

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long startNanos;

  public SystemLibrary(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public void open(LuaState state) {
    Table os = (Table) state.globals().fetch(ByteString.of("os"));
    os.store(state.heap(), TIME, atCurrentTime((NativeFunction) os.fetch(TIME)));
    os.store(state.heap(), DATE, atCurrentTime((NativeFunction) os.fetch(DATE)));
    os.store(state.heap(), ByteString.of("clock"), NativeFunction.of("os.clock", this::clock));
    os.store(
        state.heap(), ByteString.of("exit"), NativeFunction.of("os.exit", SystemLibrary::exit));
  }

  private NativeFunction atCurrentTime(NativeFunction function) {
    return NativeFunction.of(
        function.name(),
        call -> {
          call.state().setTimestampMillis(clock.millis());
          function.body().run(call);
        });
  }

  private void clock(Call call) {
    call.give((nanoTime.getAsLong() - startNanos) / NANOS_PER_SECOND);
  }

  private static void exit(Call call) {
    LuaValue status = call.arg(1);
    if (status == LuaValue.NIL || status.isboolean()) {
      throw new ExitRequest(status == LuaValue.FALSE ? 1 : 0);
    }
    throw new ExitRequest((int) call.integer(1));
  }
}
