import { type Coming, comingOf } from '../exchange/exhibits/coming.ts'
import type { Node } from '../exchange/node.ts'
import { filesOfRequest } from '../store/exhibits/handedOver.ts'
import { lastReportsOfPeers } from '../store/exhibits/reports.ts'
import { reportView } from '../exchange/shown/exhibitShown.ts'
import { whyOfFile } from '../web/desk/whyOfFile.ts'
import { reportInWords } from './exhibitReports.ts'
import { comingInWords } from './progress.ts'
import { scanInWords } from './scanInWords.ts'
import { whyInWords } from './whyInWords.ts'

/** A file of a request: how it stands here, and what the other State has told of it last. */
export interface FileView {
  readonly exhibit: string
  readonly deposit: string
  readonly name: string
  readonly status: string
  readonly refusal: string | null
  /** Why it waits or is damaged, in English; null: it does not and is not, or no words are known for its code. */
  readonly why: string | null
  /** Null: it is here, or is not of another State. */
  readonly coming: Coming | null
  /** What a scanner said of it, as the State that took it in says. */
  readonly scan: object | null
  readonly reported: object | null
  /** In one line for a person. */
  readonly says: string
}

/** The files that were handed over in a request; plain JSON. */
export async function filesIn(node: Node, request: string): Promise<readonly FileView[]> {
  const { db } = node
  const rows = await filesOfRequest(db, request)
  const coming = await comingOf(
    node,
    rows.map((row) => ({ ...row, id: row.deposit })),
  )
  const reports = await lastReportsOfPeers(
    db,
    rows.map(({ deposit }) => deposit),
    // It may have gone to others in other requests.
    rows.map(({ state, to_state }) => (state === node.state ? to_state : state))[0],
  )
  return rows.map((row) => {
    const report = reports.get(row.deposit)?.[0]
    const comes = coming.get(row.deposit)
    const far = comes === undefined ? '' : `, ${comingInWords(comes, row.sealed_bytes)}`
    const stands = `${row.status}${row.refusal === null ? '' : ` ${whyInWords(row.refusal)}`}${far}`
    const told = report === undefined ? [] : [reportInWords(report)]
    return {
      exhibit: row.exhibit,
      deposit: row.deposit,
      name: row.name,
      status: row.status,
      refusal: row.refusal,
      why: row.refusal === null ? null : whyOfFile(row.refusal),
      coming: comes ?? null,
      scan: row.scan === null ? null : (JSON.parse(row.scan) as object),
      reported: report === undefined ? null : reportView(report),
      says: [
        row.exhibit,
        row.deposit,
        row.name,
        [`here ${stands}`, ...told, ...scanInWords(row.scan)].join('; '),
      ].join('  '),
    }
  })
}
