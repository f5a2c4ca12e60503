import type { CustodyFinding } from '../../exhibit/custody.ts'
import type { LetterLanguage } from '../../letter/language.ts'

/** The words around a chain of custody. What stands between braces is put in. */
export interface CustodyWords {
  readonly title: string
  readonly file: string
  readonly source: string
  readonly place: string
  readonly reason: string
  readonly change: string
  readonly hashed: string
  readonly damaged: string
  readonly node: string
  readonly proofs: Readonly<Record<'message' | 'log' | 'report' | 'erasure', string>>
  readonly holds: string
  readonly acceptance: Readonly<Record<'place' | 'open' | 'accepted' | 'disputed' | 'replaced', string>>
  readonly findings: Readonly<Record<CustodyFinding['what'], string>>
}

/** In the languages of the house. */
export const custodyWords: Readonly<Record<LetterLanguage, CustodyWords>> = {
  en: {
    title: 'Chain of custody of {name}',
    file: 'deposit {deposit} of {state}; SHA-256 {sha256}; {status}',
    source: 'made from {source}',
    place: 'place: {text}',
    reason: 'reason: {text}',
    change: 'changed: {text}',
    hashed: 'hashed then: SHA-256 {sha256}',
    damaged: 'found damaged ({code})',
    node: 'the node',
    proofs: {
      message: 'message {name}',
      log: 'log entry {name}',
      report: 'report {name}',
      erasure: 'erased with request {name}',
    },
    holds: 'Nothing in it contradicts anything else.',
    acceptance: {
      place: '{measure}, {exhibit} of message {sequence}',
      open: 'still open',
      accepted: 'accepted by {from} in message {sequence}, {at}',
      disputed: 'disputed by {from} in message {sequence}, {at}',
      replaced: 'replaced by {exhibit} of message {sequence}, {at}',
    },
    findings: {
      hashDiffers: 'link {link}: the hash is another: {value}',
      damaged: 'link {link}: the file was found damaged ({value})',
      outOfOrder: 'link {link}: the time cannot be right: {value}',
      sourceMissing: 'the source {value} is not here',
      sourceAtHome: 'it was made from {value}, which was not handed over: that stays with its State',
      notReturned: 'originals were due back by {value}, and nobody says that they are',
    },
  },
  fr: {
    title: 'Chaîne de conservation de {name}',
    file: 'dépôt {deposit} de {state} ; SHA-256 {sha256} ; {status}',
    source: 'tiré de {source}',
    place: 'lieu : {text}',
    reason: 'motif : {text}',
    change: 'modifié : {text}',
    hashed: 'haché à ce moment : SHA-256 {sha256}',
    damaged: 'trouvé endommagé ({code})',
    node: 'le nœud',
    proofs: {
      message: 'message {name}',
      log: 'entrée du journal {name}',
      report: 'rapport {name}',
      erasure: 'effacé avec la demande {name}',
    },
    holds: 'Rien ne s’y contredit.',
    acceptance: {
      place: '{measure}, {exhibit} du message {sequence}',
      open: 'encore en suspens',
      accepted: 'accepté par {from} dans le message {sequence}, {at}',
      disputed: 'contesté par {from} dans le message {sequence}, {at}',
      replaced: 'remplacé par {exhibit} du message {sequence}, {at}',
    },
    findings: {
      hashDiffers: 'maillon {link} : l’empreinte est autre : {value}',
      damaged: 'maillon {link} : le fichier a été trouvé endommagé ({value})',
      outOfOrder: 'maillon {link} : l’heure ne peut être exacte : {value}',
      sourceMissing: 'la source {value} n’est pas ici',
      sourceAtHome: 'il a été tiré de {value}, qui n’a pas été remis : cette source reste auprès de son État',
      notReturned:
        'des originaux devaient être rendus le {value} au plus tard, et personne ne dit qu’ils le sont',
    },
  },
  es: {
    title: 'Cadena de custodia de {name}',
    file: 'depósito {deposit} de {state}; SHA-256 {sha256}; {status}',
    source: 'hecho a partir de {source}',
    place: 'lugar: {text}',
    reason: 'motivo: {text}',
    change: 'modificado: {text}',
    hashed: 'huella calculada entonces: SHA-256 {sha256}',
    damaged: 'hallado dañado ({code})',
    node: 'el nodo',
    proofs: {
      message: 'mensaje {name}',
      log: 'asiento del registro {name}',
      report: 'informe {name}',
      erasure: 'borrado con la solicitud {name}',
    },
    holds: 'Nada en ella se contradice.',
    acceptance: {
      place: '{measure}, {exhibit} del mensaje {sequence}',
      open: 'aún pendiente',
      accepted: 'aceptado por {from} en el mensaje {sequence}, {at}',
      disputed: 'impugnado por {from} en el mensaje {sequence}, {at}',
      replaced: 'sustituido por {exhibit} del mensaje {sequence}, {at}',
    },
    findings: {
      hashDiffers: 'eslabón {link}: la huella es otra: {value}',
      damaged: 'eslabón {link}: el archivo se halló dañado ({value})',
      outOfOrder: 'eslabón {link}: la hora no puede ser correcta: {value}',
      sourceMissing: 'la fuente {value} no está aquí',
      sourceAtHome: 'se obtuvo de {value}, que no se entregó: esa fuente permanece en su Estado',
      notReturned: 'debían devolverse originales a más tardar el {value}, y nadie dice que se hayan devuelto',
    },
  },
  ru: {
    title: 'Цепочка хранения: {name}',
    file: 'вложение {deposit}, {state}; SHA-256 {sha256}; {status}',
    source: 'получено из {source}',
    place: 'место: {text}',
    reason: 'основание: {text}',
    change: 'изменено: {text}',
    hashed: 'хеш на тот момент: SHA-256 {sha256}',
    damaged: 'обнаружено повреждение ({code})',
    node: 'узел',
    proofs: {
      message: 'сообщение {name}',
      log: 'запись журнала {name}',
      report: 'отчёт {name}',
      erasure: 'стёрто вместе с запросом {name}',
    },
    holds: 'Противоречий в ней нет.',
    acceptance: {
      place: '{measure}, {exhibit} из сообщения {sequence}',
      open: 'ещё не решено',
      accepted: 'принято: {from}, сообщение {sequence}, {at}',
      disputed: 'оспорено: {from}, сообщение {sequence}, {at}',
      replaced: 'заменено: {exhibit} из сообщения {sequence}, {at}',
    },
    findings: {
      hashDiffers: 'звено {link}: хеш другой: {value}',
      damaged: 'звено {link}: файл оказался повреждён ({value})',
      outOfOrder: 'звено {link}: время не может быть верным: {value}',
      sourceMissing: 'источника {value} здесь нет',
      sourceAtHome: 'изготовлено из {value}; этот источник не передавался и остаётся у своего государства',
      notReturned: 'подлинники следовало вернуть до {value}, и никто не сообщает об их возврате',
    },
  },
  vi: {
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
    },
    holds: 'Không có gì mâu thuẫn trong chuỗi.',
    acceptance: {
      place: '{measure}, {exhibit} của thông điệp {sequence}',
      open: 'còn để ngỏ',
      accepted: '{from} chấp nhận trong thông điệp {sequence}, {at}',
      disputed: '{from} phản đối trong thông điệp {sequence}, {at}',
      replaced: 'được thay bằng {exhibit} của thông điệp {sequence}, {at}',
    },
    findings: {
      hashDiffers: 'mắt xích {link}: giá trị băm khác: {value}',
      damaged: 'mắt xích {link}: tệp bị phát hiện hỏng ({value})',
      outOfOrder: 'mắt xích {link}: thời điểm không thể đúng: {value}',
      sourceMissing: 'nguồn {value} không có ở đây',
      sourceAtHome: 'được tạo từ {value}, nguồn này chưa được bàn giao và ở lại với quốc gia của nó',
      notReturned: 'bản gốc phải được trả trước {value}, và không ai cho biết đã trả',
    },
  },
  zh: {
    title: '{name} 的保管链',
    file: '{state} 的存件 {deposit}；SHA-256 {sha256}；{status}',
    source: '由 {source} 制成',
    place: '地点：{text}',
    reason: '理由：{text}',
    change: '改动：{text}',
    hashed: '当时的哈希值：SHA-256 {sha256}',
    damaged: '发现已损坏（{code}）',
    node: '节点',
    proofs: {
      message: '消息 {name}',
      log: '日志条目 {name}',
      report: '报告 {name}',
      erasure: '随请求 {name} 一并删除',
    },
    holds: '其中没有相互矛盾之处。',
    acceptance: {
      place: '{measure}，第 {sequence} 号消息的 {exhibit}',
      open: '尚未决定',
      accepted: '{from} 在第 {sequence} 号消息中接受，{at}',
      disputed: '{from} 在第 {sequence} 号消息中提出异议，{at}',
      replaced: '由第 {sequence} 号消息的 {exhibit} 替换，{at}',
    },
    findings: {
      hashDiffers: '第 {link} 环：哈希值不同：{value}',
      damaged: '第 {link} 环：发现文件已损坏（{value}）',
      outOfOrder: '第 {link} 环：时间不可能正确：{value}',
      sourceMissing: '来源 {value} 不在此处',
      sourceAtHome: '由 {value} 制成，该来源未移交，仍由其国家保管',
      notReturned: '原件应于 {value} 前归还，但无人说明已归还',
    },
  },
  ar: {
    title: 'سلسلة حيازة {name}',
    file: 'الوديعة {deposit} من {state}؛ SHA-256 {sha256}؛ {status}',
    source: 'مأخوذ من {source}',
    place: 'المكان: {text}',
    reason: 'السبب: {text}',
    change: 'ما تغيّر: {text}',
    hashed: 'البصمة حينها: SHA-256 {sha256}',
    damaged: 'وُجد تالفًا ({code})',
    node: 'العقدة',
    proofs: {
      message: 'الرسالة {name}',
      log: 'قيد السجل {name}',
      report: 'التقرير {name}',
      erasure: 'مُحي مع الطلب {name}',
    },
    holds: 'لا شيء فيها يناقض شيئًا آخر.',
    acceptance: {
      place: '{measure}، {exhibit} من الرسالة {sequence}',
      open: 'ما زال معلقًا',
      accepted: 'قبلته {from} في الرسالة {sequence}، {at}',
      disputed: 'اعترضت عليه {from} في الرسالة {sequence}، {at}',
      replaced: 'حل محله {exhibit} من الرسالة {sequence}، {at}',
    },
    findings: {
      hashDiffers: 'الحلقة {link}: البصمة مختلفة: {value}',
      damaged: 'الحلقة {link}: وُجد الملف تالفًا ({value})',
      outOfOrder: 'الحلقة {link}: لا يمكن أن يكون الوقت صحيحًا: {value}',
      sourceMissing: 'المصدر {value} ليس هنا',
      sourceAtHome: 'استُخرج من {value} الذي لم يُسلَّم ويبقى لدى دولته',
      notReturned: 'كان يجب إعادة الأصول في موعد أقصاه {value}، ولا أحد يقول إنها أعيدت',
    },
  },
}
