import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in Vietnamese. */
export const vietnamese: CustodyWords = {
  title: 'Chuỗi bảo quản của {name}',
  file: 'tệp lưu {deposit} của {state}; SHA-256 {sha256}; {status}',
  source: 'tạo từ {source}',
  place: 'nơi: {text}',
  reason: 'lý do: {text}',
  change: 'thay đổi: {text}',
  hashed: 'giá trị băm lúc đó: SHA-256 {sha256}',
  damaged: 'phát hiện bị hỏng ({code})',
  node: 'nút',
  proofs: {
    message: 'thông điệp {name}',
    log: 'mục nhật ký {name}',
    report: 'báo cáo {name}',
    erasure: 'đã xóa cùng yêu cầu {name}',
    entry: 'mục {index} của nhật ký {state}, lá {name}',
  },
  handed: '{exhibit} {name}, bàn giao trong thông điệp {sequence} của yêu cầu {reference}',
  stated: 'SHA-256, như đã nêu khi bàn giao: {sha256}',
  written: 'như đã ghi: {at}',
  translated: 'bản dịch ({language}): {text}',
  names:
    'Thời gian là UTC. Thông điệp hoặc báo cáo được gọi bằng SHA-256 của phần đã ký trong đó: hai phần đầu của tệp cùng dấu chấm ở giữa, không phải của tệp.',
  holds: 'Chương trình không tìm thấy mâu thuẫn giữa những gì đã ký ở đây và những gì nhật ký cho biết.',
  dispute: {
    open: 'Một phản đối về tệp này còn để ngỏ: chưa ai trả lời.',
    answered: 'Một phản đối về tệp này vẫn còn, và đã được trả lời.',
    replaced: 'Tệp này đã bị phản đối, và tệp khác đã thay chỗ.',
  },
  acceptance: {
    place: '{measure}, {exhibit} của thông điệp {sequence}',
    placeIn: '{measure}, {exhibit} của thông điệp {sequence} của yêu cầu {reference}',
    open: 'còn để ngỏ',
    accepted: '{from} chấp nhận trong thông điệp {sequence}, {at}',
    disputed: '{from} phản đối trong thông điệp {sequence}, {at}',
    replaced: 'được thay bằng {exhibit} của thông điệp {sequence}, {at}',
    found: 'tệp nhận được có SHA-256 khác: {sha256}',
    answered: '{from} trả lời trong thông điệp {sequence}, {at}',
  },
  findings: {
    hashDiffers: 'mắt xích {link}: giá trị băm khác với giá trị đã nêu: {value}',
    damaged: 'mắt xích {link}: tệp bị phát hiện hỏng ({value})',
    outOfOrder: 'mắt xích {link}: thời điểm không thể đúng: {value}',
    sourceMissing: 'nguồn {value} không có ở đây',
    sourceAtHome: 'được tạo từ {value}, nguồn này chưa được bàn giao và ở lại với quốc gia của nó',
    notReturned: 'bản gốc phải được trả trước {value}, và không ai cho biết đã trả',
  },
}
