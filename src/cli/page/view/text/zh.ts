import type { PageWords } from '../words.ts'

/** The page in Chinese. */
export const chinese: PageWords = {
  title: 'Rogatory：证据包核验',
  lead: '本页面核验国家之间往来的证据：其中没有任何内容被更改、遗漏或添加。它只在这台计算机上运行，不向任何地方发送任何内容，也不需要网络。',
  languages: '语言',
  bundles: '1. 证据包',
  dropHere: '请将证据包拖放到此处：ZIP 文件或文件夹。',
  pickFiles: '选择 ZIP 文件',
  pickFolder: '选择文件夹',
  bothSides: '如果您也有另一国的证据包，请一并提供：这样双方就可以相互核对。',
  remove: '移除',
  known: '2. 您从其他途径得知的内容',
  pins: '您已核对的指纹，每行一个',
  pinsHelp:
    '可通过电话、纸面文件或官方登记册核对。请依次写明国家代码、等号和指纹：64 位十六进制数字，或 24 个单词。',
  pick: '选择文件',
  checkpoints: '您保存的已签名日志头（checkpoint）',
  revocations: '您自行获取的证书吊销列表（DER）',
  policy: '哪些见证方必须已会签（C2SP tlog-policy）',
  timeAuthorities: '您所信任的时间戳机构的证书（PEM）',
  timeAuthoritiesHelp: '如不提供，时间戳仍会读取并显示，但没有人为其出具机构作保。',
  check: '核验',
  checking: '正在核验……',
  reading: '正在读取 {name}……',
  verdict: '3. 结论',
  stale: '本次核验之后，您提供的已知内容有改动。请重新核验。',
  exit: '代码 {exit}',
  first: '首先发现的问题',
  notPinned:
    '此处没有人确认这些国家确实是其所称的国家。制作证据包的人也可能自行制作密钥。请与各国核对下列指纹，并在上方填入。',
  oneSide: '这里只有一方：没有提供 {states} 的证据包。另一方持有而本方遗漏的内容不会显示。',
  uncosigned:
    '{name}：没有其他国家或见证方会签下列国家的日志：{state}。它自何时起是现在的样子，以及没有人看到过另一份，只有该国的说法。',
  partlyCosigned:
    '{name}：未被任何其他方会签的日志头涵盖的电文和回执数量：{count}。它们自何时起在日志中，只有下列国家的说法：{state}。',
  cosignedBy: '{name}：会签该国（{state}）日志的其他方：{count}（{by}），截至第 {size} 条。',
  allPinned: '这些密钥的指纹正是您所填入的指纹。',
  notVouched:
    '某个时间戳机构为日志加盖了时间，但此处没有人确认该机构可信。请通过您自己的途径取得其证书，并在上方提供。',
  states: '密钥属于谁',
  state: '国家',
  list: '信任列表',
  signer: '签署方的指纹',
  compared: '已核对',
  yes: '是',
  no: '否',
  told: '发现的全部内容，按命令 rogatory verify 的原文（英文）',
  json: '同样的内容，供程序使用（JSON）',
  beside:
    '{name} 在证据包之外还有任何国家都不担保的文件。以下文件（{count} 个）未经核验：{files}。它们可能写有任何内容：请勿依赖。',
  besideSigned:
    '{name} 在证据包之外还有供阅读的文字。本页面没有根据证据重新生成公函和报告；命令 rogatory verify 会这样做。但下列国家已按原样签署这些文件：{state}（{count} 个）：{files}。',
  print: '打印',
  refused: '未能读取',
  refusedMeans: '没有进行任何核验：所提供的内容中有无法读取的，或者与其应有的种类不符。',
  failed: '未能核验',
  failedMeans: '核验未能完成。这不说明证据包的任何情况。',
  version: '{program}。与命令是同一程序，由同一源代码制成。',
}
