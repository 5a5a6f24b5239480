package dev.holon.vm.lua;

import dev.holon.protocol.Id;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.machine.CodeCache;
import dev.holon.vm.lua.machine.NativeCatalog;
import java.util.LinkedHashMap;
import java.util.Map;

/** The images of the modules used last. Thread-safe; modules are run outside of its lock. */
final class ModuleImages {
  private static final int IMAGE_COUNT_MAX = 64;

  private final CodeCache code = new CodeCache();
  private final NativeCatalog natives = Libraries.catalog();
  private final Map<Key, ModuleImage> images = new Images();

  private record Key(Id module, VmLimits limits) {}

  private static final class Images extends LinkedHashMap<Key, ModuleImage> {
    private static final long serialVersionUID = 1L;

    Images() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, ModuleImage> eldest) {
      return size() > IMAGE_COUNT_MAX;
    }
  }

  ModuleImage of(ModuleCode module, VmLimits limits) throws VmBootException {
    Key key = new Key(module.id(), limits);
    ModuleImage known;
    synchronized (images) {
      known = images.get(key);
    }
    if (known != null && known.isOf(module, limits)) {
      return known;
    }
    ModuleImage made = ModuleImage.of(module, limits, code, natives);
    synchronized (images) {
      images.put(key, made);
    }
    return made;
  }
}
