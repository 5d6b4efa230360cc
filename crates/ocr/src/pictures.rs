//! Files of pictures: their kinds, told by their first bytes. Who reads them is the PDF reader, to which a picture is a page.

/// A kind of image file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// TIFF, of one page or several.
    Tiff,
}

impl PictureFormat {
    /// The format of the image that bytes are.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const FIRST: [(&[u8], PictureFormat); 6] = [
            (&[0x89, b'P', b'N', b'G'], PictureFormat::Png),
            (&[0xFF, 0xD8, 0xFF], PictureFormat::Jpeg),
            (b"II*\0", PictureFormat::Tiff),
            (b"MM\0*", PictureFormat::Tiff),
            (b"II+\0", PictureFormat::Tiff),
            (b"MM\0+", PictureFormat::Tiff),
        ];
        FIRST.iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, format)| *format)
    }

    /// The IANA media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Tiff => "image/tiff",
        }
    }
}
