//! The four faces of a paper: which characters they have, and how wide those are.

use super::PdfError;
use crate::faces::SERIF;
use krilla::text::{Font, GlyphId};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

/// How a word is dressed: an index of the four faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Plain,
    Bold,
    Italic,
    BoldItalic,
}

/// How words stand: the face, the size in points, and how far above the base line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) rise: f32,
}

impl Style {
    pub(super) fn new(face: Face, size: f32) -> Self {
        Self { face, size, rise: 0.0 }
    }

    /// The same, small and raised, for the call of a note.
    pub(super) fn raised(self) -> Self {
        Self { size: self.size * 0.65, rise: self.size * 0.34, ..self }
    }
}

/// The faces, ready for measuring and writing.
pub(super) struct Faces {
    all: [Loaded; 4],
}

struct Loaded {
    font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    units: f32,
}

impl Faces {
    /// Reads the faces inside the program.
    pub(super) fn load() -> Result<Self, PdfError> {
        let [plain, bold, italic, both] = SERIF.map(Loaded::read);
        Ok(Self { all: [plain?, bold?, italic?, both?] })
    }

    fn face(&self, face: Face) -> &Loaded {
        &self.all[face as usize]
    }

    /// The face as the writer takes it.
    pub(super) fn font(&self, face: Face) -> Font {
        self.face(face).font.clone()
    }

    /// The shape of a character; the empty one where there is none.
    pub(super) fn shape(&self, face: Face, letter: char) -> GlyphId {
        GlyphId::new(self.face(face).letters.map(letter).map_or(0, skrifa::GlyphId::to_u32))
    }

    /// How wide a character is, in shares of its size.
    pub(super) fn width(&self, face: Face, letter: char) -> f32 {
        let it = self.face(face);
        let shape = it.letters.map(letter).unwrap_or_default();
        it.widths.advance_width(shape).unwrap_or(0.0) / it.units
    }

    /// Whether every face has a character.
    pub(super) fn has(&self, letter: char) -> bool {
        letter == '\n'
            || self.all.iter().all(|face| face.letters.map(letter).is_some_and(|it| it.to_u32() > 0))
    }

    /// The characters of a text that some face does not have, each as often as it stands there.
    pub(super) fn missing(&self, text: &str) -> Vec<char> {
        text.chars().filter(|letter| !self.has(*letter)).collect()
    }
}

impl Loaded {
    fn read(bytes: &'static [u8]) -> Result<Self, PdfError> {
        let refused = || PdfError::Refused("a face inside the program cannot be read".to_owned());
        let face = FontRef::new(bytes).map_err(|_| refused())?;
        let font = Font::new(bytes.into(), 0).ok_or_else(refused)?;
        Ok(Self {
            units: font.units_per_em(),
            letters: face.charmap(),
            widths: face.glyph_metrics(Size::unscaled(), LocationRef::default()),
            font,
        })
    }
}
