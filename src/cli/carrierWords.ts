import type { LetterLanguage } from '../letter/language.ts'

/** The words of a receipt for a carrier on paper. What stands between braces is put in. */
export interface CarrierWords {
  readonly title: string
  readonly by: string
  readonly to: string
  readonly carrier: string
  readonly read: string
  readonly messages: string
  readonly messagesText: string
  readonly refusedLines: string
  readonly files: string
  readonly filesText: string
  readonly meaning: string
  readonly code: string
  readonly how: string
}

/** In the languages of the house. */
export const carrierWords: Readonly<Record<LetterLanguage, CarrierWords>> = {
  en: {
    title: 'Receipt for a carrier',
    by: 'Read by',
    to: 'Written by',
    carrier: 'Carrier (digest of its manifest)',
    read: 'Read on',
    messages: 'Messages',
    messagesText: '{accepted} accepted, {refused} not accepted',
    refusedLines: 'Messages not accepted, by their line',
    files: 'Files',
    filesText: '{whole} whole, {damaged} damaged, {lacking} not taken yet',
    meaning:
      'The node of the State that has read the carrier has signed what stands here. The receipt for each message comes by itself, and alone gives it its place in the record.',
    code: 'To be brought into the node that has written the carrier',
    how: 'The code holds the signed receipt. Whoever receives this page reads the code and gives its text, or the text that stands here, to: rogatory carrier confirm',
  },
  fr: {
    title: 'Récépissé d’un support',
    by: 'Lu par',
    to: 'Écrit par',
    carrier: 'Support (empreinte de son manifeste)',
    read: 'Lu le',
    messages: 'Messages',
    messagesText: '{accepted} acceptés, {refused} non acceptés',
    refusedLines: 'Messages non acceptés, par leur ligne',
    files: 'Fichiers',
    filesText: '{whole} entiers, {damaged} endommagés, {lacking} pas encore pris',
    meaning:
      'Le nœud de l’État qui a lu le support a signé ce qui figure ici. Le récépissé de chaque message vient séparément ; lui seul donne au message sa place dans le dossier.',
    code: 'À introduire dans le nœud qui a écrit le support',
    how: 'Le code contient le récépissé signé. Qui reçoit cette page lit le code et en donne le texte, ou le texte qui figure ici, à : rogatory carrier confirm',
  },
  es: {
    title: 'Recibo de un soporte',
    by: 'Leído por',
    to: 'Escrito por',
    carrier: 'Soporte (resumen de su manifiesto)',
    read: 'Leído el',
    messages: 'Mensajes',
    messagesText: '{accepted} aceptados, {refused} no aceptados',
    refusedLines: 'Mensajes no aceptados, por su línea',
    files: 'Archivos',
    filesText: '{whole} íntegros, {damaged} dañados, {lacking} aún no tomados',
    meaning:
      'El nodo del Estado que ha leído el soporte ha firmado lo que consta aquí. El recibo de cada mensaje llega por separado, y solo él le da su lugar en el expediente.',
    code: 'Para introducir en el nodo que ha escrito el soporte',
    how: 'El código contiene el recibo firmado. Quien reciba esta página lee el código y da su texto, o el texto que consta aquí, a: rogatory carrier confirm',
  },
  ru: {
    title: 'Квитанция о носителе',
    by: 'Прочитан',
    to: 'Записан',
    carrier: 'Носитель (хеш его описи)',
    read: 'Дата прочтения',
    messages: 'Сообщения',
    messagesText: 'принято {accepted}, не принято {refused}',
    refusedLines: 'Непринятые сообщения, по номерам строк',
    files: 'Файлы',
    filesText: 'целых {whole}, повреждённых {damaged}, ещё не взятых {lacking}',
    meaning:
      'Узел государства, прочитавшего носитель, подписал изложенное здесь. Квитанция о каждом сообщении приходит отдельно, и только она даёт ему место в деле.',
    code: 'Для ввода в узел, записавший носитель',
    how: 'Код содержит подписанную квитанцию. Получатель этой страницы считывает код и передаёт его текст либо приведённый здесь текст команде: rogatory carrier confirm',
  },
  vi: {
    title: 'Biên nhận vật mang tin',
    by: 'Bên đọc',
    to: 'Bên ghi',
    carrier: 'Vật mang tin (mã băm của bản kê)',
    read: 'Thời điểm đọc',
    messages: 'Thông điệp',
    messagesText: '{accepted} được chấp nhận, {refused} không được chấp nhận',
    refusedLines: 'Thông điệp không được chấp nhận, theo số dòng',
    files: 'Tệp',
    filesText: '{whole} nguyên vẹn, {damaged} hỏng, {lacking} chưa tiếp nhận',
    meaning:
      'Nút của Quốc gia đã đọc vật mang tin đã ký nội dung ghi ở đây. Biên nhận của từng thông điệp được gửi riêng, và chỉ biên nhận đó mới xác định vị trí của thông điệp trong hồ sơ.',
    code: 'Để đưa vào nút đã ghi vật mang tin',
    how: 'Mã chứa biên nhận đã ký. Người nhận trang này đọc mã và đưa nội dung của mã, hoặc văn bản ghi ở đây, cho lệnh: rogatory carrier confirm',
  },
  zh: {
    title: '载体回执',
    by: '读取方',
    to: '写入方',
    carrier: '载体（清单摘要）',
    read: '读取时间',
    messages: '讯息',
    messagesText: '接受 {accepted} 件，未接受 {refused} 件',
    refusedLines: '未接受的讯息（按行号）',
    files: '文件',
    filesText: '完整 {whole} 个，损坏 {damaged} 个，尚未接收 {lacking} 个',
    meaning:
      '读取该载体的国家的节点已对此处所载内容签名。每件讯息的回执另行送达，且仅由该回执确定其在案卷中的位置。',
    code: '供写入该载体的节点录入',
    how: '二维码内含已签名的回执。收到本页者读取二维码，将其文本或此处所载文本交给命令：rogatory carrier confirm',
  },
  ar: {
    title: 'إيصال بوسيط تخزين',
    by: 'قرأته',
    to: 'كتبته',
    carrier: 'الوسيط (بصمة بيانه)',
    read: 'تاريخ القراءة',
    messages: 'الرسائل',
    messagesText: 'قُبلت {accepted}، ولم تُقبل {refused}',
    refusedLines: 'الرسائل التي لم تُقبل، بأرقام أسطرها',
    files: 'الملفات',
    filesText: 'سليمة {whole}، تالفة {damaged}، لم تؤخذ بعد {lacking}',
    meaning:
      'وقّعت عقدة الدولة التي قرأت الوسيط ما ورد هنا. ويأتي إيصال كل رسالة على حدة، وهو وحده الذي يعطيها مكانها في الملف.',
    code: 'لإدخاله في العقدة التي كتبت الوسيط',
    how: 'يحتوي الرمز على الإيصال الموقّع. ومن يتسلم هذه الصفحة يقرأ الرمز ويعطي نصه، أو النص الوارد هنا، إلى الأمر: rogatory carrier confirm',
  },
}
