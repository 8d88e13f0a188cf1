package io.gyre.config.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDirectoriesTest {
  @Test
  void rootKeepsStateUnderVarLib() {
    assertThat(StateDirectories.of(Map.of("XDG_STATE_HOME", "/x"), "root", "/root").base())
        .isEqualTo(Path.of("/var/lib/gyre"));
  }

  @Test
  void othersKeepItInTheirHomeOrWhereXdgSays() {
    assertThat(StateDirectories.of(Map.of(), "joe", "/home/joe").base())
        .isEqualTo(Path.of("/home/joe/.local/state/gyre"));
    assertThat(StateDirectories.of(Map.of("XDG_STATE_HOME", "/x"), "joe", "/home/joe").base())
        .isEqualTo(Path.of("/x/gyre"));
    // The specification wants a relative one to be ignored.
    assertThat(StateDirectories.of(Map.of("XDG_STATE_HOME", "x"), "joe", "/home/joe").base())
        .isEqualTo(Path.of("/home/joe/.local/state/gyre"));
  }

  @Test
  void aRouteIsNamedByItsTwoEnds() {
    var directories = new StateDirectories(Path.of("/base"));

    assertThat(directories.of(Endpoint.parse("http://a"), Endpoint.parse("https://[fe80::1]:7480")))
        .isEqualTo(Path.of("/base/a-80-to-fe80__1-7480"));
  }
}
