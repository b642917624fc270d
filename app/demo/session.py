"""A short working session of real programs, played on a virtual desktop: notes, a terminal, a few words aloud."""

from pathlib import Path

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Deed, Hand, Place

ON_SCREEN = "copper kettle"
"""Typed into an editor, never said: keys are not recorded, so only reading the screen can find it."""
PRINTED = "walnut shelf"
"""Printed by a command, neither typed nor said."""
SPOKEN = "apple trees"
"""Said, never on the screen."""

NEEDS = ("mousepad", "xterm")
_ORDER = """order 4711
  walnut shelf     2 x   39.00
  linseed oil      1 x   12.50
  brass hinges     8 x    1.75
"""
_EDITOR_SETTINGS = """[org/xfce/mousepad/preferences/window]
path-in-title=false

[org/xfce/mousepad/preferences/view]
use-default-monospace-font=false
font-name='DejaVu Sans Mono 13'
"""
_LEFT = Place(40, 60, 740, 520)
_RIGHT = Place(800, 200, 760, 480)


def play(desktop: VirtualDesktop) -> tuple[Deed, ...]:
    """Work for about 40 seconds and return what was done, in order.

    Raises:
        MissingProgramError, ProgramFailedError, TookTooLongError: a program is missing or did not do its part.
    """
    home = Path(desktop.environment()["HOME"])
    _furnish(home)
    hand = Hand(desktop)

    notes = hand.open(["mousepad", "--disable-server", "garden.txt"], r"garden\.txt", _LEFT)
    hand.rest(1.0)
    hand.type("garden notes\n\nthe copper kettle needs a new handle\n")
    hand.rest(1.5)
    hand.say("We should plant the apple trees behind the old library.")

    terminal = hand.open(_terminal(), "^Workshop$", _RIGHT)
    hand.rest(1.0)
    hand.type("cat order.txt\n")
    hand.rest(2.5)

    hand.click(notes)
    hand.type("measure the south wall\nask for oak boards on friday\n")
    hand.rest(1.5)
    hand.say("Please remember to buy bread and milk on the way home this evening.")

    hand.click(terminal)
    hand.rest(0.5)
    hand.type("date -u; uname -s\n")
    hand.rest(2.5)
    hand.switch(notes)
    hand.rest(2.0)
    hand.type("paint the shed - two coats\n")
    hand.rest(2.5)
    return tuple(hand.deeds)


def _furnish(home: Path) -> None:
    """Put the two documents and the editor's settings where the programs look for them."""
    (home / "garden.txt").touch()
    (home / "order.txt").write_text(_ORDER, encoding="utf-8")
    settings = home / ".config/glib-2.0/settings/keyfile"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_EDITOR_SETTINGS, encoding="utf-8")


def _terminal() -> list[str]:
    shell = ["-e", "bash", "--norc", "--noprofile"]
    return ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "13", "-T", "Workshop", *shell]
