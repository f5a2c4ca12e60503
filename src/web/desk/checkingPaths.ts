import type { DeskRoute } from '../deskPaths.ts'

const auditors = ['auditor'] as const

/** What whoever checks the node is shown, and may take away. */
export const checkingRoutes = {
  check: { method: 'GET', path: '/check', audience: auditors },
  checkRun: { method: 'GET', path: '/check/log', audience: auditors },
  beginCheckRun: { method: 'POST', path: '/check/log', audience: auditors },
  exports: { method: 'GET', path: '/check/exports', audience: auditors },
  makeExport: { method: 'POST', path: '/check/exports', audience: auditors },
  trail: { method: 'GET', path: '/check/trail', audience: auditors },
  trailCsv: { method: 'GET', path: '/check/trail.csv', audience: auditors },
  trailJson: { method: 'GET', path: '/check/trail.json', audience: auditors },
  missed: { method: 'GET', path: '/check/deadlines', audience: auditors },
  missedCsv: { method: 'GET', path: '/check/deadlines.csv', audience: auditors },
  missedJson: { method: 'GET', path: '/check/deadlines.json', audience: auditors },
  unreasoned: { method: 'GET', path: '/check/refusals', audience: auditors },
  unreasonedCsv: { method: 'GET', path: '/check/refusals.csv', audience: auditors },
  unreasonedJson: { method: 'GET', path: '/check/refusals.json', audience: auditors },
  statistics: { method: 'GET', path: '/check/statistics', audience: auditors },
  statisticsCsv: { method: 'GET', path: '/check/statistics.csv', audience: auditors },
  statisticsJson: { method: 'GET', path: '/check/statistics.json', audience: auditors },
} as const satisfies Readonly<Record<string, DeskRoute>>

export type CheckingRouteName = keyof typeof checkingRoutes
