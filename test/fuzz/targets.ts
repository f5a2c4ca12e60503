import type { Target } from './target.ts'
import { bundles } from './targets/bundles.ts'
import { caseDescriptions, disclosures } from './targets/disclosures.ts'
import { afterSigning, answerLines, messageLines, receiptLines } from './targets/envelopes.ts'
import { handedFiles } from './targets/files.ts'
import { jweGate, jwsGate } from './targets/gates.ts'
import { httpHeads } from './targets/http.ts'
import { logEntryTexts, logNotes, logProofs, logTiles } from './targets/log.ts'
import { revocationLists } from './targets/revocations.ts'
import { messageShapes, otherShapes, strictJson } from './targets/shapes.ts'
import { timeStamps } from './targets/timeStamps.ts'
import { certificates, trustLists } from './targets/trust.ts'
import { witnessRequests } from './targets/witnesses.ts'
import { zipFiles } from './targets/zips.ts'
import { amountsOfMoney, moments, patternsAndTexts, pinTexts } from './targets/words.ts'
import { letters, replays, workflow } from './targets/workflow.ts'

/** The inbound path, from the cheap to the whole. */
export const targets: readonly Target[] = [
  httpHeads,
  jweGate,
  jwsGate,
  strictJson,
  messageShapes,
  otherShapes,
  workflow,
  replays,
  letters,
  moments,
  amountsOfMoney,
  patternsAndTexts,
  pinTexts,
  logNotes,
  witnessRequests,
  logProofs,
  logTiles,
  logEntryTexts,
  certificates,
  revocationLists,
  timeStamps,
  trustLists,
  receiptLines,
  afterSigning,
  messageLines,
  answerLines,
  bundles,
  zipFiles,
  handedFiles,
  disclosures,
  caseDescriptions,
]
