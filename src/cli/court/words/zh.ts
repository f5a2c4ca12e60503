import type { CourtWords } from '../words.ts'

/** A report in Chinese. */
export const chinese: CourtWords = {
  title: '本证据包证明了什么：{reference}',
  lead: '本报告以通俗语言说明所附已签名文件证明了什么、由谁证明、自何时起，以及没有证明什么。任何结论都不依赖本报告：它由程序根据 bundle/ 中的文件生成，任何人都可以重新核验。',
  made: '本报告于 {time} 根据下列国家节点的证据包生成：{state}；程序 rogatory {version}。',
  verdict: '结论',
  asOfMaking: '这是生成本报告时的核验结果（代码 {exit}）。采信之前，请自行重新核验。',
  first: '首先发现的问题：{finding}',
  keys: '密钥属于谁',
  keysLead:
    '以下一切均以这些密钥确属有关国家为前提。请通过不经过向您提供本证据包者的途径，与该国本身核对每个指纹。',
  keyLine: '{state}，信任列表 {sequence}：签署该列表的证书指纹为',
  proven: '已证明的内容',
  provenLead: '每份电文均与签署时相同：此后一个字符也没有改变。电文按下列国家日志中的顺序排列：{state}。',
  none: '本证据包中没有任何可读或成立的电文。',
  letter: '以公函形式阅读',
  file: '文件',
  placed: '案卷中的第 {sequence} 份电文。',
  unplaced: '该电文在案卷中尚无位置。',
  refused: '该电文被拒收，在案卷中没有位置。',
  signedBy: '由下列国家的密钥签署：{state}；据签署方称，签署时间为 {time}。',
  certificate: '该密钥的证书（SHA-256 {digest}，序列号 {serial}）有效期自 {from} 至 {until}。',
  notRevoked: '截至 {time}（证据包中最新吊销列表的日期），签发机构未吊销该证书。',
  revoked: '签发机构于 {time} 吊销该证书（{reason}）；其在 {from} 之前的签名有效。',
  statusUnknown: '证据包中没有其签发机构的证书吊销列表。',
  logged: '载于下列国家的日志：{state}，第 {index} 条，按其时钟为 {time}。',
  seen: '最迟于 {time} 已在该日志中：涵盖该条目的日志头由下列方会签：{by}。其他会签方：{count} 个。',
  unseen: '没有其他方会签涵盖该条目的日志头：它自何时起在日志中，只有下列国家的说法：{state}。',
  receipt: '{state} 于 {time} 签署确认其节点已接收该电文。',
  receiptRefuses: '{state} 于 {time} 签署表示其节点拒收该电文（{code}）。',
  receiptSigner: '回执由下列国家的密钥签署：{state}。',
  noReceipt: '没有另一国的回执。',
  promiseKept: '回执所承诺的日志条目在本日志中。',
  promiseProven:
    '回执所承诺的日志条目在下列国家的日志中：{state}。证据包中的一份证明将该条目与该日志签署的日志头相连。',
  promiseElsewhere: '回执所承诺的日志条目在下列国家的日志中，该日志不在本证据包内：{state}。',
  log: '日志',
  logLine:
    '日志 {origin} 有 {size} 条，自 {from} 至 {until}。其已签名的日志头涵盖全部条目：若不产生另一个日志头，任何条目都无法更改、删除或插入。',
  cosignedLine: '截至第 {size} 条，日志由下列方于 {time} 会签：{by}。会签方见过这一历史，且未见过其他历史。',
  balancedLine: '{state} 与 {peer} 均已签署确认双方拥有相同的电文，截至 {time}。',
  exhibits: '附件',
  exhibitsLead:
    '电文以哈希值指明这些文件。文件本身不在证据包中。SHA-256 相同的文件即为所指文件；比对命令：sha256sum -c exhibits.sha256',
  exhibit: '附件',
  name: '名称',
  bytes: '字节',
  message: '电文',
  custody: '保管链',
  custodyLead:
    '双方国家就每个文件的保管所签署的内容，以及本证据包中日志的记载，按时间顺序排列，并附每一环节的证明；其下为接收机关对该文件的处理。未披露的行为人记为节点。仅由另一国日志记载的内容不在此列：请将两个证据包一并交给 verify --custody。',
  notProven: '未证明的内容',
  notProvenLead: '即使结论良好，以下各项也不能从本证据包得出。',
  check: '请自行核验',
  checkLead:
    '请打开一份并非随本证据包取得的 verify.html 页面（取自您本国机关或程序的发布处），将本文件拖放其上；该页面无需网络。或使用命令：node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip。本报告旁的页面与之相同，但能伪造证据包的人也能伪造该页面。',
  sentences: {
    verdict: '核验未获良好结果（代码 {exit}）。所发现的问题见上文，凡以此为基础的内容均未证明。',
    notPinned: '密钥确属下列国家：{states}。没有人为本报告核对过指纹。',
    oneSide:
      '另一方持有什么。本证据包仅来自一个国家：{state}。该国从未记入日志的电文不会在此显示；将另一方（{peers}）的证据包与本包一并核验时才会显示。',
    noReceipt: '另一国已收到 {messages}（{count} 份）：没有回执。称已发出的只有下列国家：{state}。',
    refused: '{messages}（{count} 份）已产生效力：接收节点拒收了它。',
    promisedElsewhere: '{peers} 保留了其回执所承诺的日志条目（{count} 条）：其日志不在本证据包中。',
    neverCosigned:
      '下列国家的日志自何时起即为现状：{state}。没有其他方会签：只要另一国的回执未表明相反情况，整个日志都可能是在制作本证据包之前不久写成的。',
    notYetCosigned:
      '{messages} 自何时起在日志中：已会签的日志头涵盖 {entries} 条中的 {size} 条，不包括这些条目。',
    ownTime: '确切时间。这些是各节点时钟的时间；回执和会签只能限定其范围。本证据包中没有中立机构的时间戳。',
    stampedTime:
      '确切时间。这些是各节点时钟的时间；回执、会签和时间戳只能限定其范围。本证据包中最新的时间戳表明，日志的前 {size} 条条目在 {until} 已经存在。该时间戳由“{by}”作出，其是否可信未在此核验：请将其签发机构的证书提供给核验程序。',
    undisclosed: '日志中关于本案的 {count} 条条目所载的行为人和细节：未予披露。',
    revocationsUntil:
      '下列国家没有证书在 {until} 之后被吊销：{state}。请向其签发机构索取最新列表，并提供给核验程序。',
    revocationsUnknown: '下列国家没有证书被吊销：{state}。证据包中没有其签发机构的列表。',
    exhibits: '电文所提及文件的内容（{count} 份）。只证明了其名称、大小和哈希值。',
    restored:
      '{count} 份电文一直在下列国家的数据库中：{state}。该国曾丢失这些电文，后从另一方取回。其签名仍然成立。',
    truth: '电文所述属实。已证明的是该国作此表述，而非事实如此。',
    people: '由哪个人行事。日志中的姓名只是下列国家节点的说法：{state}。签署的是国家，而不是个人。',
    otherRequests:
      '下列国家其他请求的内容以及由何人经办：{state}。整个日志都在本证据包中，有关这些请求的条目可以部分读取：事件种类、时间、对方国家、数量、代码，以及通过哈希值得知哪些条目属于同一请求。人员、详情和电文在此无法读取。',
    words:
      '公函在每个细微之处均与电文含义相同。公函的固定用语是译文；人所写的内容按原文载入。以已签名的电文为准。',
  },
}
