"""Speech: the sound's envelope, and below it what was said; single words once there is room for them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from app.timeline.captions import CaptionPlace, caption_places, texts_of
from app.timeline.columns import positions, rows_in, strongest
from app.timeline.details import MICROPHONE_VOICE, Word
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.timeline.sound import columns_of
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, draw_pixels, pixel
from storage.store import LaneTile

_BAR_PX = 3
_CAPTION_PX = 17
_WORD_US_PER_PX = 12_000.0
_LOUD = 0.55
_SILENT = 0.04


class SpeechPainter:
    """Draws recordings and transcripts."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw wave and words of each piece."""
        captions = QRect(0, area.bottom() - _CAPTION_PX - 4, scene.view.width_px, _CAPTION_PX)
        wave = QRect(0, area.top() + 5, scene.view.width_px, captions.top() - area.top() - 7)
        heights = np.zeros(scene.view.width_px)
        heard = np.zeros(scene.view.width_px)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            self._add_heights(heights, heard, scene, piece, tile)
        self._wave(painter, wave, scene, heights, heard, pieces)
        for piece in pieces:
            if scene.view.us_per_px < _WORD_US_PER_PX and piece.sheet.details.words:
                self._words(painter, captions, scene, piece)
            else:
                self._captions(painter, captions, scene, piece, piece.sheet.tiles[lane.name])

    def _add_heights(
        self,
        heights: NDArray[np.float64],
        heard: NDArray[np.float64],
        scene: Scene,
        piece: Piece,
        tile: LaneTile,
    ) -> None:
        rows = rows_in(tile, scene.view, piece.start_us, piece.end_us)
        level = np.minimum(1.0, np.nan_to_num(tile.high[rows.index], nan=0.0) / _LOUD)
        measured = ~np.isnan(tile.high[rows.index])
        np.maximum(heard, strongest(rows, measured.astype(np.float64), len(heard)), out=heard)
        sound = piece.sheet.details.sound
        voice = piece.sheet.tiles.get("voice")
        if tile.bucket_us and voice is not None:
            np.maximum(heights, self._spoken(scene, piece, voice, len(heights)), out=heights)
        elif not sound.levels:
            np.maximum(heights, strongest(rows, level, len(heights)), out=heights)
        else:
            loud = columns_of(sound, scene.view, piece.start_us, piece.end_us) / sound.loudest
            np.maximum(heights, loud, out=heights)

    def _spoken(self, scene: Scene, piece: Piece, voice: LaneTile, width_px: int) -> NDArray[np.float64]:
        """From afar, where every peak is loud: how much of the time somebody spoke."""
        rows = rows_in(voice, scene.view, piece.start_us, piece.end_us)
        share = np.ones(len(rows.index)) if not voice.bucket_us else voice.busy_us[rows.index] / voice.bucket_us
        return strongest(rows, np.sqrt(np.minimum(1.0, share)), width_px)

    def _wave(
        self,
        painter: QPainter,
        area: QRect,
        scene: Scene,
        heights: NDArray[np.float64],
        heard: NDArray[np.float64],
        pieces: Sequence[Piece],
    ) -> None:
        """Bars two pixels wide, one apart, that keep their place in time while the view moves."""
        middle = area.height() // 2
        ink = scene.ink.theme
        gaps = self._gaps(scene)
        faint = np.array([pixel(ink.faint, 0.16), pixel(ink.faint, 0.5)], dtype=np.uint32)
        rest: Pixels = faint[(heard > 0).astype(np.intp)]
        rest[gaps] = 0
        draw_columns(painter, QRect(0, area.top() + middle, area.width(), 1), rest)
        bars = self._bars(scene, heights)
        reach = np.round(np.minimum(1.0, bars) * middle).astype(np.int16)
        reach[(bars < _SILENT) | gaps] = 0
        high = int(reach.max(initial=0))
        if high:
            away = np.abs(np.arange(1 - high, high, dtype=np.int16))[:, None]
            wave: Pixels = np.where(away < reach, self._colours(scene, pieces), np.uint32(0))
            draw_pixels(painter, QRect(0, area.top() + middle + 1 - high, area.width(), 2 * high - 1), wave)

    def _colours(self, scene: Scene, pieces: Sequence[Piece]) -> Pixels:
        """The colour of each column: that of who speaks, where it is known."""
        width = scene.view.width_px
        colours: Pixels = np.full(width, pixel(scene.ink.theme.accent), dtype=np.uint32)
        for piece in pieces:
            said = piece.sheet.details.said
            if not said.speakers:
                continue
            first = np.clip(np.floor(positions(scene.view, np.maximum(said.starts, piece.start_us))), 0, width)
            after = np.clip(np.ceil(positions(scene.view, np.minimum(said.ends, piece.end_us))), 0, width)
            for row in np.flatnonzero(after > first):
                name = said.speaker_of(int(row))
                if name not in ("", MICROPHONE_VOICE):
                    colours[int(first[row]) : int(after[row])] = pixel(scene.ink.voice(name))
        return colours

    def _phase(self, scene: Scene) -> int:
        return int(scene.view.start_us / scene.view.us_per_px) % _BAR_PX

    def _gaps(self, scene: Scene) -> NDArray[np.bool_]:
        return np.asarray((np.arange(scene.view.width_px) + self._phase(scene)) % _BAR_PX == _BAR_PX - 1)

    def _bars(self, scene: Scene, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each column takes the loudest of its bar."""
        phase = self._phase(scene)
        padded = np.concatenate((np.zeros(phase), heights, np.zeros(-(phase + len(heights)) % _BAR_PX)))
        loudest = padded.reshape(-1, _BAR_PX).max(axis=1)
        return np.asarray(np.repeat(loudest, _BAR_PX)[phase : phase + len(heights)])

    def _captions(self, painter: QPainter, area: QRect, scene: Scene, piece: Piece, tile: LaneTile) -> None:
        said = piece.sheet.details.said
        if not said.texts and tile.bucket_us == 0:
            said = texts_of(tile)
        for place in caption_places(said, scene.view, (piece.start_us, piece.end_us)):
            self._caption(painter, area, scene, place)

    def _caption(self, painter: QPainter, area: QRect, scene: Scene, place: CaptionPlace) -> None:
        room = place.room_px - 10
        text = scene.ink.small.elided(place.text, room)
        width = max(place.right_px - place.left_px, scene.ink.small.width_px(text) + 10.0)
        box = QRectF(place.left_px, area.top(), min(width, place.room_px), area.height())
        painter.fillRect(box, scene.ink.voice_ground(place.speaker))
        painter.setPen(scene.ink.text)
        left = max(0.0, place.left_px) + 5
        scene.ink.small.draw(painter, QRectF(left, area.top(), box.right() - left, area.height()), text)

    def _words(self, painter: QPainter, area: QRect, scene: Scene, piece: Piece) -> None:
        for word in piece.sheet.details.words:
            if word.end_us > piece.start_us and word.start_us < piece.end_us:
                self._word(painter, area, scene, word)

    def _word(self, painter: QPainter, area: QRect, scene: Scene, word: Word) -> None:
        left, right = scene.view.x_of(word.start_us), scene.view.x_of(word.end_us)
        lit = word.start_us <= scene.lit < word.end_us
        box = QRectF(left, area.top(), max(2.0, right - left - 1), area.height())
        painter.fillRect(box, scene.ink.accent if lit else scene.ink.voice_ground(word.speaker))
        painter.setPen(scene.ink.window if lit else scene.ink.text)
        inner = QRectF(max(0.0, left) + 4, area.top(), right - max(0.0, left) - 6, area.height())
        if inner.width() > 8:
            scene.ink.small.draw(painter, inner, scene.ink.small.elided(word.text, inner.width() + 4))
