"""Which painter draws which kind of lane."""

from app.timeline.lanes import LaneKind
from app.ui.timeline.painters.applications import ApplicationsPainter
from app.ui.timeline.painters.bars import BarsPainter
from app.ui.timeline.painters.coverage import CoveragePainter
from app.ui.timeline.painters.filmstrip import FilmstripPainter
from app.ui.timeline.painters.heat import HeatPainter
from app.ui.timeline.painters.marks import MarksPainter
from app.ui.timeline.painters.numbers import NumbersPainter
from app.ui.timeline.painters.places import PlacesPainter
from app.ui.timeline.painters.scene import LanePainter
from app.ui.timeline.painters.speech import SpeechPainter


def lane_painters() -> dict[LaneKind, LanePainter]:
    """Return a painter for every kind."""
    return {
        LaneKind.FILMSTRIP: FilmstripPainter(16 / 9, holds=True),
        LaneKind.SPANS: ApplicationsPainter(),
        LaneKind.SPEECH: SpeechPainter(),
        LaneKind.HEAT: HeatPainter(),
        LaneKind.STILLS: FilmstripPainter(4 / 3, holds=False),
        LaneKind.BARS: BarsPainter(),
        LaneKind.MARKS: MarksPainter(),
        LaneKind.PLACES: PlacesPainter(),
        LaneKind.NUMBERS: NumbersPainter(),
        LaneKind.COVERAGE: CoveragePainter(),
    }
