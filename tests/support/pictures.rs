//! Pictures made on the spot: real PNG files, written without a library.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A grey PNG of one shade.
pub fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    // Eight bits of grey, the usual compression and filter, not interlaced.
    head.extend([8, 0, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &head);
    let row = [&[0][..], &vec![shade; width as usize][..]].concat();
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..height {
        // Writing to memory can't fail.
        let _ = pixels.write_all(&row);
    }
    chunk(&mut out, *b"IDAT", &pixels.finish().unwrap_or_default());
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(data);
    out.extend(kind);
    out.extend(data);
    out.extend(crc.sum().to_be_bytes());
}
