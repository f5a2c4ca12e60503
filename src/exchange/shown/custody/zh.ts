import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in Chinese. */
export const chinese: CustodyWords = {
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
    entry: '{state} 日志的第 {index} 条，叶 {name}',
  },
  handed: '{exhibit} {name}，在请求 {reference} 的第 {sequence} 号消息中移交',
  stated: '移交时所述的 SHA-256：{sha256}',
  written: '原文写作：{at}',
  translated: '译文（{language}）：{text}',
  names:
    '时间均为 UTC。消息或报告以其中所签内容的 SHA-256 命名：即其文件的前两部分及其间的点，而非整个文件。',
  holds: '程序未发现此处所签内容与日志所述之间有矛盾。',
  dispute: {
    open: '对它的异议仍未解决：无人答复。',
    answered: '对它的异议仍然存在，且已有答复。',
    replaced: '它曾被提出异议，已由另一文件取代。',
  },
  acceptance: {
    place: '{measure}，第 {sequence} 号消息的 {exhibit}',
    placeIn: '{measure}，请求 {reference} 第 {sequence} 号消息的 {exhibit}',
    open: '尚未决定',
    accepted: '{from} 在第 {sequence} 号消息中接受，{at}',
    disputed: '{from} 在第 {sequence} 号消息中提出异议，{at}',
    replaced: '由第 {sequence} 号消息的 {exhibit} 替换，{at}',
    found: '所收到的文件的 SHA-256 不同：{sha256}',
    answered: '{from} 在第 {sequence} 号消息中答复，{at}',
  },
  findings: {
    hashDiffers: '第 {link} 环：哈希值与所述的不同：{value}',
    damaged: '第 {link} 环：发现文件已损坏（{value}）',
    outOfOrder: '第 {link} 环：时间不可能正确：{value}',
    sourceMissing: '来源 {value} 不在此处',
    sourceAtHome: '由 {value} 制成，该来源未移交，仍由其国家保管',
    notReturned: '原件应于 {value} 前归还，但无人说明已归还',
  },
}
