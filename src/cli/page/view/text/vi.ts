import type { PageWords } from '../words.ts'

/** The page in Vietnamese. */
export const vietnamese: PageWords = {
  title: 'Rogatory: kiểm tra bộ hồ sơ',
  lead: 'Trang này kiểm tra chứng cứ của việc trao đổi giữa các quốc gia: rằng không có gì trong đó bị sửa, bị bỏ ra hay được thêm vào. Trang chỉ chạy trên máy tính này, không gửi gì đi đâu và không cần mạng.',
  languages: 'Ngôn ngữ',
  bundles: '1. Các bộ hồ sơ',
  dropHere: 'Thả bộ hồ sơ vào đây: tệp ZIP hoặc thư mục.',
  pickFiles: 'Chọn tệp ZIP',
  pickFolder: 'Chọn thư mục',
  bothSides:
    'Nếu bạn có cả bộ hồ sơ của quốc gia kia, hãy đưa cả hai: khi đó bên này được đối chiếu với bên kia.',
  remove: 'Bỏ ra',
  known: '2. Điều bạn biết từ nguồn khác',
  pins: 'Các dấu vân mà bạn đã so, mỗi dòng một dấu',
  pinsHelp:
    'Qua điện thoại, trên giấy, từ sổ đăng ký chính thức. Hãy viết mã của quốc gia, dấu bằng, rồi dấu vân: 64 chữ số thập lục phân hoặc 24 từ.',
  pick: 'Chọn tệp',
  checkpoints: 'Các trạng thái nhật ký đã ký (checkpoint) mà bạn đã giữ',
  revocations: 'Danh sách chứng thư bị thu hồi mà bạn tự lấy về (DER)',
  policy: 'Những nhân chứng nào phải đã đồng ký (C2SP tlog-policy)',
  timeAuthorities: 'Các cơ quan cấp dấu thời gian mà bạn tin: chứng thư của họ (PEM)',
  timeAuthoritiesHelp:
    'Nếu không có, dấu thời gian vẫn được đọc và nêu ra, nhưng không ai bảo đảm cho bên đã cấp.',
  check: 'Kiểm tra',
  checking: 'Đang kiểm tra…',
  reading: 'Đang đọc {name}…',
  verdict: '3. Kết luận',
  stale: 'Điều bạn biết đã được sửa sau lần kiểm tra này. Hãy kiểm tra lại.',
  exit: 'mã {exit}',
  first: 'Điểm sai đầu tiên',
  notPinned:
    'Ở đây chưa ai nói rằng các quốc gia này đúng là họ. Người lập bộ hồ sơ cũng có thể đã tạo ra các khóa. Hãy so các dấu vân dưới đây với từng quốc gia và nhập vào bên trên.',
  oneSide:
    'Ở đây chỉ có một bên: không có bộ hồ sơ nào của {states}. Những gì bên kia có mà bên này bỏ qua sẽ không hiện ra.',
  notCompared: 'CHƯA SO SÁNH với bộ hồ sơ nào khác: {names}. Không thấy được đó là của ai.',
  oneSideShown:
    'Vì vậy ở đây không có bộ hồ sơ nào cho thấy là của {states}. Những gì bên đó có mà bên kia bỏ qua sẽ không hiện ra.',
  uncosigned:
    '{name}: không quốc gia nào khác và không nhân chứng nào đồng ký nhật ký của quốc gia sau: {state}. Nhật ký như vậy từ khi nào, và không ai được cho xem nhật ký khác, chỉ quốc gia đó nói.',
  partlyCosigned:
    '{name}: số thông điệp và biên nhận không nằm trong trạng thái nhật ký nào được bên khác đồng ký: {count}. Có ở đó từ khi nào thì chỉ quốc gia sau nói: {state}.',
  cosignedBy:
    '{name}: các bên khác đã đồng ký nhật ký của quốc gia này ({state}): {count} ({by}), đến mục {size}.',
  allPinned: 'Các khóa đúng là những khóa có dấu vân mà bạn đã nhập.',
  notAllPinned:
    'KHÔNG PHẢI MỌI KHÓA ĐỀU LÀ KHÓA CÓ DẤU VÂN MÀ BẠN ĐÃ NHẬP. Trong các bộ sau có danh sách tin cậy không được tin, hoặc chưa được xem: {names}. Bảng dưới đây cho thấy danh sách nào. Những gì trong đó có thể là của bất kỳ ai.',
  notVouched:
    'Một cơ quan cấp dấu thời gian đã ghi thời điểm cho một nhật ký, nhưng ở đây chưa ai nói rằng có thể tin cơ quan đó. Hãy lấy chứng thư của cơ quan đó theo đường riêng của bạn và đưa vào bên trên.',
  checkedAll: '{name}: đã kiểm tra đến cùng. Tất cả đều đứng vững.',
  checkedRest: '{name}: đã kiểm tra đến cùng. Tất cả những gì không bị nêu trong kết quả đều đứng vững.',
  checkedBehind: '{name}: CHƯA KIỂM TRA xa hơn điều được nêu trong các phần này: {files}.',
  checkedLog:
    '{name}: đã kiểm tra nhật ký, và KHÔNG GÌ KHÁC của bộ hồ sơ này. Không danh sách tin cậy hợp lệ nào trong đó nói nhật ký là của ai.',
  checkedNothing:
    '{name}: việc kiểm tra dừng lại ở điều được nêu. KHÔNG GÌ KHÁC của bộ hồ sơ này được kiểm tra, và không dấu vân nào được dùng cho nó: không thấy được nó là của ai.',
  entries: '{name}: ai đã làm gì, khi nào và từ đâu, theo nhật ký của {state} ({count})',
  entriesLead:
    'Các mục về những yêu cầu của bộ hồ sơ này, và mọi mục có phần được mở. Những gì mở chúng đã được kiểm tra và đứng vững.',
  entriesMore:
    'Còn những mục khác không hiện ở đây: {count}. Lệnh rogatory verify --entries cho biết tất cả, hoặc những mục về một yêu cầu.',
  number: 'mục',
  time: 'thời điểm (UTC)',
  event: 'sự kiện',
  about: 'về',
  who: 'ai',
  place: 'từ đâu',
  details: 'chi tiết',
  notOpened: 'không được mở ở đây',
  erased: 'đã xóa',
  custody: 'Ai đã giữ từng tệp được bàn giao, và tệp đó được xử lý thế nào ({count})',
  states: 'Khóa của ai',
  state: 'Quốc gia',
  list: 'danh sách tin cậy',
  signer: 'dấu vân của bên ký',
  compared: 'đã so',
  yes: 'có',
  no: 'không',
  noMatch: 'KHÔNG: không khớp với những gì bạn đã nhập',
  notBelieved: 'KHÔNG: danh sách không đứng vững',
  notLookedAt: 'KHÔNG: chưa được xem',
  told: 'Tất cả những gì tìm thấy, theo lời của lệnh rogatory verify (bằng tiếng Anh)',
  json: 'Cũng nội dung đó, cho chương trình (JSON)',
  beside:
    'Bên cạnh bộ hồ sơ, {name} còn có các tệp mà không quốc gia nào bảo đảm. CHƯA KIỂM TRA các tệp này ({count}): {files}. Chúng có thể nói bất cứ điều gì: đừng dựa vào chúng.',
  besideSigned:
    'Bên cạnh bộ hồ sơ, {name} còn có các văn bản để đọc. Trang này không lập lại công văn và báo cáo từ chứng cứ; lệnh rogatory verify làm việc đó. Nhưng quốc gia sau đã ký các tệp này đúng như hiện có: {state} ({count}): {files}.',
  print: 'In',
  refused: 'KHÔNG ĐỌC ĐƯỢC',
  refusedMeans:
    'Chưa kiểm tra gì: có thứ được đưa vào không đọc được, hoặc không đúng là thứ mà nó được đưa vào với tư cách đó.',
  noBundle:
    'Không có bộ hồ sơ nào trong những gì được đưa vào: không có tệp nào trong số các tệp tạo nên một bộ hồ sơ. Chưa kiểm tra gì, và không nói điều gì chống lại ai. Hãy đưa tệp zip, hoặc thư mục, có tệp tên là checkpoint, hoặc hồ sơ dành cho tòa án.',
  failed: 'CHƯA KIỂM TRA',
  failedMeans: 'Việc kiểm tra không đi được đến cùng. Điều đó không nói gì về bộ hồ sơ.',
  version: '{program}. Cùng một chương trình với lệnh, làm từ cùng một mã nguồn.',
}
