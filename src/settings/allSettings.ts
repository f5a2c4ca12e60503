import { apiSettingsSaid } from './apiSetting.ts'
import { bucketSettingsSaid } from './bucketSettings.ts'
import { databaseSettingsSaid } from './databaseSettings.ts'
import { deskSettingsSaid } from './deskSetting.ts'
import { metricsSettingsSaid } from './metricsSetting.ts'
import { networkSettingsSaid } from './networkSettings.ts'
import { nodeSettingsSaid } from './nodeSettings.ts'
import { providerSettingsSaid } from './providerSetting.ts'
import { scannerSettingsSaid } from './scannerSetting.ts'
import { type Settings, variablesOf } from './setting.ts'
import { tlsSettingsSaid } from './tlsSettings.ts'
import { tracesSettingsSaid } from './tracesSetting.ts'
import { timeStampSettingsSaid, witnessSettingsSaid } from './witnessSettings.ts'

/** Everything that a node reads of its environment, by what it is about, in the order in which it is told. */
export const settingGroups: readonly { readonly title: string; readonly settings: Settings }[] = [
  { title: 'The node', settings: nodeSettingsSaid },
  { title: 'The database', settings: databaseSettingsSaid },
  { title: 'TLS', settings: tlsSettingsSaid },
  { title: 'Who may be where', settings: networkSettingsSaid },
  { title: 'Systems of the State', settings: apiSettingsSaid },
  { title: 'The desk', settings: deskSettingsSaid },
  { title: 'An identity provider', settings: providerSettingsSaid },
  { title: 'Monitoring', settings: metricsSettingsSaid },
  { title: 'Traces', settings: tracesSettingsSaid },
  { title: 'Witnesses of the log', settings: witnessSettingsSaid },
  { title: 'Time stamps', settings: timeStampSettingsSaid },
  { title: 'Files in a bucket', settings: bucketSettingsSaid },
  { title: 'A scanner for malware', settings: scannerSettingsSaid },
]

/** The names of all variables that count. */
export const knownVariables: ReadonlySet<string> = new Set(
  settingGroups.flatMap(({ settings }) => variablesOf(settings)),
)
