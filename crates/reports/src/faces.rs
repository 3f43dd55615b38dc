//! The faces that papers and drawings are set in, inside the program: no face of a machine is ever asked for, so that a
//! letter looks the same everywhere. Liberation 2.1.5 (SIL Open Font License, `fonts/LICENSE-OFL.txt`): the serif has the widths of
//! Times New Roman, which every system asks for, and both know every Vietnamese letter.

/// The serif: plain, bold, italic, bold italic.
pub(crate) const SERIF: [&[u8]; 4] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The sans serif of drawings: plain, bold.
pub(crate) const SANS: [&[u8]; 2] = [
    include_bytes!("../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../fonts/LiberationSans-Bold.ttf"),
];
