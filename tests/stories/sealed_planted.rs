//! Words and a scan that exist nowhere else, for proving that what is sealed is found in no byte.

pub(crate) const NAME: &str = "Quách Thị Vô Danh Ẩn";
pub(crate) const PHONE: &str = "0987 013 579";
pub(crate) const PHRASE: &str = "chiếc phong bì màu xanh đặt dưới chậu cây lộc vừng";
pub(crate) const EXTRACT: &str = "có dấu hiệu nhận quà trái quy định hồi đầu quý";

/// A page that is like no other: a PNG's first bytes, then noise.
pub(crate) fn scan() -> Vec<u8> {
    let mut noise = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for _ in 0..400 {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&noise.to_be_bytes());
    }
    bytes
}
