import type { CourtWords } from '../words.ts'

/** A report in Vietnamese. */
export const vietnamese: CourtWords = {
  title: 'Bộ hồ sơ này chứng minh điều gì: {reference}',
  lead: 'Báo cáo này nói bằng lời dễ hiểu các tệp đã ký kèm theo chứng minh điều gì, do ai, từ khi nào, và không chứng minh điều gì. Không có gì phụ thuộc vào báo cáo: một chương trình lập ra nó từ các tệp trong bundle/, và bất kỳ ai cũng có thể kiểm tra lại.',
  made: 'Lập lúc {time} từ bộ hồ sơ của nút thuộc quốc gia: {state}, bằng rogatory {version}.',
  verdict: 'Kết luận',
  asOfMaking:
    'Đó là kết quả kiểm tra khi báo cáo này được lập (mã {exit}). Hãy tự kiểm tra lại trước khi dựa vào.',
  first: 'Điểm sai đầu tiên: {finding}',
  keys: 'Khóa của ai',
  keysLead:
    'Mọi điều dưới đây dựa trên việc các khóa này đúng là của các quốc gia. Hãy so từng dấu vân với chính quốc gia đó, theo một đường không đi qua người đã đưa cho bạn bộ hồ sơ này.',
  keyLine: '{state}, danh sách tin cậy {sequence}: được ký bằng chứng thư có dấu vân',
  proven: 'Điều đã được chứng minh',
  provenLead:
    'Mỗi thông điệp vẫn đúng như khi được ký: không một ký tự nào thay đổi từ đó. Các thông điệp theo thứ tự trong nhật ký của quốc gia: {state}.',
  none: 'Không có thông điệp nào trong bộ hồ sơ này đọc được hoặc đứng vững.',
  letter: 'Đọc dưới dạng công văn',
  file: 'Tệp',
  placed: 'Thông điệp {sequence} của hồ sơ yêu cầu.',
  unplaced: 'Thông điệp này chưa có vị trí trong hồ sơ yêu cầu.',
  refused: 'Thông điệp này bị từ chối và không có vị trí trong hồ sơ yêu cầu.',
  signedBy: 'Được ký bằng khóa của quốc gia: {state}, lúc {time}, theo lời bên ký.',
  certificate: 'Chứng thư của khóa (SHA-256 {digest}, số sê-ri {serial}) có hiệu lực từ {from} đến {until}.',
  notRevoked:
    'Cơ quan cấp chưa thu hồi chứng thư tính đến {time}, ngày của danh sách mới nhất trong bộ hồ sơ.',
  revoked: 'Cơ quan cấp đã thu hồi chứng thư lúc {time} ({reason}); những gì đã ký có giá trị đến {from}.',
  statusUnknown: 'Bộ hồ sơ không có danh sách chứng thư bị thu hồi của cơ quan cấp.',
  logged: 'Trong nhật ký của quốc gia: {state}, mục {index}, lúc {time} theo đồng hồ của quốc gia đó.',
  seen: 'Có trong nhật ký đó muộn nhất lúc {time}: trạng thái nhật ký bao gồm mục này được đồng ký bởi {by}. Số bên khác đã đồng ký: {count}.',
  unseen:
    'Không bên nào khác đồng ký một trạng thái nhật ký bao gồm mục này: có ở đó từ khi nào thì chỉ quốc gia sau nói: {state}.',
  receipt: '{state} đã ký lúc {time} rằng nút của mình đã nhận thông điệp.',
  receiptRefuses: '{state} đã ký lúc {time} rằng nút của mình đã từ chối thông điệp ({code}).',
  receiptSigner: 'Biên nhận được ký bằng khóa của quốc gia: {state}.',
  noReceipt: 'Không có biên nhận của quốc gia kia.',
  promiseKept: 'Mục nhật ký mà biên nhận hứa có trong nhật ký này.',
  promiseProven:
    'Mục nhật ký mà biên nhận hứa có trong nhật ký của quốc gia: {state}. Một bằng chứng trong bộ hồ sơ dẫn từ mục đó đến một trạng thái mà nhật ký ấy đã ký.',
  promiseElsewhere:
    'Mục nhật ký mà biên nhận hứa nằm trong nhật ký của quốc gia sau, không có trong bộ hồ sơ này: {state}.',
  log: 'Nhật ký',
  logLine:
    'Nhật ký {origin} có {size} mục, từ {from} đến {until}. Trạng thái đã ký bao gồm tất cả: không mục nào có thể bị sửa, lấy ra hay thêm vào mà không có trạng thái khác.',
  cosignedLine:
    'Đến mục {size}, nhật ký được đồng ký bởi {by}, lúc {time}. Bên đồng ký đã thấy lịch sử này và không thấy lịch sử nào khác.',
  balancedLine: '{state} và {peer} đều đã ký rằng hai bên có cùng các thông điệp, đến {time}.',
  exhibits: 'Tài liệu kèm theo',
  exhibitsLead:
    'Các thông điệp nêu những tệp này bằng giá trị băm. Bản thân các tệp không có trong bộ hồ sơ. Tệp nào có cùng SHA-256 chính là tệp được nói đến; so sánh bằng: sha256sum -c exhibits.sha256',
  exhibit: 'Tài liệu',
  name: 'Tên',
  bytes: 'Byte',
  message: 'Thông điệp',
  custody: 'Chuỗi bảo quản',
  custodyLead:
    'Những gì cả hai quốc gia đã ký về việc bảo quản từng tệp, và những gì nhật ký trong bộ hồ sơ này ghi lại, theo thứ tự thời gian, kèm bằng chứng của từng mắt xích; bên dưới là quyết định của cơ quan tiếp nhận về tệp. Người đã hành động mà không được tiết lộ được ghi là nút. Những gì chỉ có trong nhật ký của quốc gia kia không có ở đây: hãy đưa cả hai bộ hồ sơ cho verify --custody.',
  notProven: 'Điều chưa được chứng minh',
  notProvenLead: 'Không điều nào sau đây suy ra được từ bộ hồ sơ này, kể cả khi kết luận là tốt.',
  check: 'Hãy tự kiểm tra',
  checkLead:
    'Mở một trang verify.html mà bạn không nhận cùng bộ hồ sơ này, từ cơ quan của bạn hoặc từ nơi chương trình được công bố, và thả tệp này vào đó; trang không cần mạng. Hoặc dùng lệnh: node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip. Trang kèm báo cáo này cũng là trang đó, nhưng ai làm giả được bộ hồ sơ thì cũng làm giả được trang.',
  sentences: {
    verdict:
      'Việc kiểm tra không kết thúc tốt (mã {exit}). Những gì tìm thấy nêu ở trên, và những gì dựa trên đó không được chứng minh.',
    notPinned: 'Rằng các khóa là của các quốc gia: {states}. Không ai so các dấu vân cho báo cáo này.',
    oneSide:
      'Bên kia có những gì. Đây là bộ hồ sơ của riêng một quốc gia: {state}. Những thông điệp mà quốc gia đó không hề ghi vào nhật ký sẽ không hiện ở đây; chúng hiện ra khi bộ hồ sơ của bên kia ({peers}) được kiểm tra cùng bộ này.',
    noReceipt:
      'Rằng quốc gia kia đã nhận {messages} ({count}): không có biên nhận. Việc đã gửi chỉ do quốc gia sau nói: {state}.',
    refused: 'Rằng {messages} ({count}) đã có hiệu lực: nút nhận đã từ chối.',
    promisedElsewhere:
      'Rằng {peers} đã giữ các mục nhật ký mà biên nhận của mình hứa ({count}): nhật ký đó không có trong bộ hồ sơ này.',
    neverCosigned:
      'Nhật ký của quốc gia sau có như hiện nay từ khi nào: {state}. Không bên nào khác đồng ký: toàn bộ có thể được viết ngay trước khi lập bộ hồ sơ, trong chừng mực biên nhận của quốc gia kia không nói khác.',
    notYetCosigned:
      '{messages} có trong nhật ký từ khi nào: các trạng thái được đồng ký bao gồm {size} trên {entries} mục, và không gồm các mục này.',
    ownTime:
      'Thời gian chính xác. Đó là thời gian theo đồng hồ của các nút; biên nhận và chữ ký đồng ký chỉ thu hẹp lại. Bộ hồ sơ này không có dấu thời gian của một cơ quan trung lập.',
    stampedTime:
      'Thời gian chính xác. Đó là thời gian theo đồng hồ của các nút; biên nhận, chữ ký đồng ký và dấu thời gian chỉ thu hẹp lại. Theo dấu thời gian mới nhất trong bộ hồ sơ này, {size} mục đầu tiên của nhật ký đã có vào {until}. Dấu đó do “{by}” lập; ở đây không kiểm tra dấu đó có đáng tin hay không: hãy đưa chứng thư của cơ quan cấp chứng thư cho bên lập dấu vào kiểm tra.',
    undisclosed:
      '{count} mục nhật ký về vụ việc này nói gì về người đã hành động và các chi tiết: điều đó không được tiết lộ.',
    revocationsUntil:
      'Rằng không chứng thư nào của quốc gia sau bị thu hồi sau {until}: {state}. Hãy xin cơ quan cấp danh sách mới nhất và đưa vào kiểm tra.',
    revocationsUnknown:
      'Rằng không chứng thư nào của quốc gia sau bị thu hồi: {state}. Bộ hồ sơ không có danh sách của cơ quan cấp.',
    exhibits:
      'Nội dung các tệp mà thông điệp nêu ({count}). Chỉ tên, kích thước và giá trị băm được chứng minh.',
    restored:
      'Rằng {count} thông điệp luôn có trong cơ sở dữ liệu của quốc gia: {state}. Quốc gia đó đã mất và lấy lại từ bên kia. Các chữ ký dù vậy vẫn đứng vững.',
    truth:
      'Rằng điều thông điệp nói là đúng sự thật. Điều được chứng minh là quốc gia đã nói vậy, không phải sự việc là vậy.',
    people:
      'Người nào đã hành động. Các tên trong nhật ký là lời của nút thuộc quốc gia: {state}. Bên ký là quốc gia, không phải một người.',
    otherRequests:
      'Các yêu cầu khác của quốc gia: {state} nói về điều gì, và ai đã hành động trong đó. Toàn bộ nhật ký nằm trong bộ hồ sơ này, và các mục về chúng đọc được một phần: loại sự kiện, thời điểm, với quốc gia nào, một con số, một mã, và qua giá trị băm biết các mục nào thuộc cùng một yêu cầu. Người, chi tiết và thông điệp không đọc được ở đây.',
    words:
      'Rằng công văn nói đúng như thông điệp trong mọi sắc thái. Các từ cố định của công văn là bản dịch; những gì người viết được giữ nguyên văn. Thông điệp đã ký mới có giá trị.',
  },
}
