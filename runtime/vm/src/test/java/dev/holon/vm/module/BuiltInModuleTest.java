package dev.holon.vm.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Tag;
import org.junit.jupiter.api.Test;

class BuiltInModuleTest {

  @Test
  void tagsNameTheFormatAndTheLimits() {
    BuiltInModule module = BuiltInModule.forFormat(BuiltInModule.FORMAT);

    assertEquals(new Tag("Module-Format", "lua-5.3"), module.tags().get(3));
    assertEquals(new Tag("Name", "holon-lua-0.2.0"), module.tags().get(8));
    assertEquals(10, module.tags().size());
    assertEquals(module, BuiltInModule.forFormat("lua-5.3"));
  }

  @Test
  void partsAreSmallEnoughToRead() {
    for (String part : BuiltInModule.PARTS) {
      long lines = BuiltInModule.read(part).chars().filter(c -> c == '\n').count();

      assertTrue(lines < 400, () -> part + " has " + lines + " lines");
    }
  }
}
