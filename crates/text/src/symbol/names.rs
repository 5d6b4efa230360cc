//! The names of symbol fonts' glyphs: where a PDF names what it draws, or an embedded font names its glyphs.

/// Wingdings: marks, bullets and numbers.
#[rustfmt::skip]
pub(super) const WINGDINGS: [(&str, u8); 30] = [
    ("circle6", 0x6C), ("circleshadowdwn", 0x6D), ("square6", 0x6E), ("box3", 0x6F), ("box4", 0x70), ("boxshadowdwn", 0x71),
    ("boxshadowup", 0x72), ("lozenge4", 0x73), ("lozenge6", 0x74), ("rhombus6", 0x75), ("xrhombus", 0x76), ("rhombus4", 0x77),
    ("clear", 0x78), ("zerosans", 0x80), ("zerosansinv", 0x8B), ("circle2", 0x9E), ("circle4", 0x9F), ("square2", 0xA0), ("ring2", 0xA1),
    ("ring4", 0xA2), ("ring6", 0xA3), ("ringbutton2", 0xA4), ("target", 0xA5), ("circleshadowup", 0xA6), ("square4", 0xA7),
    ("box2", 0xA8), ("xmarkbld", 0xFB), ("checkbld", 0xFC), ("boxxmarkbld", 0xFD), ("boxcheckbld", 0xFE),
];

/// Zapf Dingbats, from code 0x20 on: the number in the name of each glyph, a1 to a206; 0 where there is none.
#[rustfmt::skip]
pub(super) const DINGBATS: [u8; 224] = [
    0, 1, 2, 202, 3, 4, 5, 119, 118, 117, 11, 12, 13, 14, 15, 16,
    105, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 6, 7, 8,
    9, 10, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
    43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
    59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74,
    203, 75, 204, 76, 77, 78, 79, 81, 82, 83, 84, 97, 98, 99, 100, 0,
    89, 90, 93, 94, 91, 92, 205, 85, 206, 86, 87, 88, 95, 96, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 101, 102, 103, 104, 106, 107, 108, 112, 111, 110, 109, 120, 121, 122, 123,
    124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139,
    140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155,
    156, 157, 158, 159, 160, 161, 163, 164, 196, 165, 192, 166, 167, 168, 169, 170,
    171, 172, 173, 162, 174, 175, 176, 177, 178, 179, 193, 180, 199, 181, 200, 182,
    0, 201, 183, 184, 197, 185, 194, 198, 186, 195, 187, 188, 189, 190, 191, 0,
];
