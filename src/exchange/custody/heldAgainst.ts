import type { ExhibitReport } from '../../message/generated/types.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from '../../store/exhibits/exhibitTables.ts'
import { depositsGivenAsAny, linksOfDeposits } from '../../store/exhibits/handedOver.ts'
import { type ReportName, namesOfReports } from '../../store/exhibits/reports.ts'
import type { Node } from '../node.ts'

/** What reports of files are held against, looked up once for all of them. */
export interface HeldAgainst {
  /** The deposits that a report may be about: one at most that can be opened, which is the first; the rest were erased. */
  readonly depositsOf: (report: Pick<ExhibitReport, 'state' | 'deposit'>) => readonly ExhibitDepositRow[]
  /** The messages that hand a deposit over. */
  readonly linksOf: (deposit: string) => readonly ExhibitLinkRow[]
  /** The reports on a deposit that are here, of both nodes. */
  readonly reportsOf: (deposit: string) => readonly ReportName[]
}

/** Three statements, however many reports there are. */
export async function lookUp(
  { db }: Pick<Node, 'db'>,
  reports: readonly Pick<ExhibitReport, 'state' | 'deposit'>[],
): Promise<HeldAgainst> {
  const deposits = await depositsGivenAsAny(
    db,
    reports.map(({ state, deposit }) => ({ state, given: deposit })),
  )
  const ids = deposits.map(({ id }) => id)
  const links = await linksOfDeposits(db, ids)
  const names = grouped(await namesOfReports(db, ids), ({ deposit }) => deposit)
  const given = grouped(deposits, ({ state, given_id }) => `${state} ${given_id}`)
  return {
    depositsOf: ({ state, deposit }) => given.get(`${state} ${deposit}`) ?? [],
    linksOf: (deposit) => links.get(deposit) ?? [],
    reportsOf: (deposit) => names.get(deposit) ?? [],
  }
}

function grouped<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(nameOf(row))
    if (group === undefined) groups.set(nameOf(row), [row])
    else group.push(row)
  }
  return groups
}
