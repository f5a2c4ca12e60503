import { backupOutcomes } from '../../store/backup/lastBackup.ts'
import type { Check } from '../readiness.ts'
import { uncheckedSince } from '../recheck/dailyCheck.ts'
import type { Readings } from './readings.ts'
import { type Value, flag, secondsBetween, told } from './told.ts'

/** Whether the node is ready, by each thing that was looked at; where that was not found out in time, that alone is told. */
export function valuesOfReady(checks: readonly Check[] | null): readonly Value[] {
  return [
    ...flag('rogatory_ready', checks !== null, { check: 'inTime' }),
    ...(checks ?? []).flatMap(({ name, ok }) => flag('rogatory_ready', ok, { check: name })),
  ]
}

/** What the node has found wrong with what it keeps, as numbers. */
export function valuesOfAlarms(found: Readings): readonly Value[] {
  return [
    ...ofOwnLog(found),
    ...found.alarms.flatMap(({ of, rows }) => told('rogatory_alarms_noted', rows, { event: of })),
    ...ofBalances(found),
    ...ofFiles(found),
    ...told('rogatory_webhooks_dead', found.webhooksDead),
    ...ofBackup(found),
  ]
}

function ofOwnLog({ at, machineAt, check, hasTimeAuthority, unstampedSince }: Readings): readonly Value[] {
  return [
    ...flag('rogatory_log_broken', (check?.wrong ?? null) !== null),
    ...told('rogatory_log_checked_age_seconds', secondsBetween(uncheckedSince(check), machineAt)),
    ...(hasTimeAuthority
      ? told('rogatory_log_unstamped_seconds', secondsBetween(unstampedSince, at) ?? 0)
      : []),
  ]
}

/** Of a peer with which there was none, the age is that of the pin. */
function ofBalances({ balances, peers, at }: Readings): readonly Value[] {
  return peers.flatMap(({ state: peer, added_at }) => {
    const last = balances.find((one) => one.peer === peer)
    return [
      ...(last === undefined ? [] : flag('rogatory_balance_differs', last.differs, { peer })),
      ...told('rogatory_balance_age_seconds', secondsBetween(last?.madeAt ?? added_at, at), { peer }),
    ]
  })
}

function ofFiles({ damaged, own }: Readings): readonly Value[] {
  const sum = (isOwn: boolean): number =>
    damaged.reduce((total, { of, rows }) => ((of === own) === isOwn ? total + rows : total), 0)
  return [
    ...told('rogatory_exhibits_damaged', sum(true), { of: 'own' }),
    ...told('rogatory_exhibits_damaged', sum(false), { of: 'peers' }),
  ]
}

function ofBackup({ backup, machineAt }: Readings): readonly Value[] {
  if (backup === null) return []
  return [
    ...told('rogatory_backup_age_seconds', secondsBetween(new Date(backup.since), machineAt)),
    ...backupOutcomes.flatMap((outcome) =>
      flag('rogatory_backup_outcome', backup.outcome === outcome, { outcome }),
    ),
  ]
}
