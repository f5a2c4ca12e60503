import { bundleThreads } from './bundleMaker.ts'
import type { Config } from './config.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { caseReading } from './exchange/desk/deskCases.ts'
import { startBundleJob } from './exchange/bundles/bundleJob.ts'
import { learner } from './exchange/witness/learner.ts'
import { deskBundles } from './exchange/bundles/deskBundles.ts'
import { checking } from './exchange/desk/checking/checking.ts'
import { beginnings } from './exchange/drafts/beginnings.ts'
import { draftFiles } from './exchange/drafts/draftFiles.ts'
import { draftKeeping } from './exchange/drafts/draftKeeping.ts'
import type { Leases } from './exchange/leases.ts'
import { exchangeLimits } from './exchange/limits.ts'
import { measuredRound } from './exchange/measuring/meter.ts'
import { webhooksNetwork } from './exchange/networks.ts'
import { savedSearches } from './exchange/search/saved.ts'
import { trainingOf } from './exchange/training/lessons.ts'
import type { Uploads } from './exchange/uploads/uploads.ts'
import { startWorker } from './exchange/worker.ts'
import { nodeRunning } from './exchange/running/nodeRunning.ts'
import { nodeSystems } from './exchange/running/nodeSystems.ts'
import type { HealthAsker } from './exchange/running/health.ts'
import { deskPasskeys } from './exchange/passkeys/deskPasskeys.ts'
import { deskPeople } from './exchange/people/deskPeople.ts'
import { typedForms } from './exchange/people/typedForms.ts'
import { deskProvider } from './exchange/people/provider/deskProvider.ts'
import { authorityNames } from './exchange/letterReading.ts'
import type { NodeLog } from './exchange/node.ts'
import { listen, stopListening, unlessClosed } from './listening.ts'
import { formatFor } from './letter/format.ts'
import { type LetterLanguage, reads } from './letter/language.ts'
import type { OpenNode } from './opening.ts'
import { packageFolder } from './packageFolder.ts'
import { providerOfDesk } from './providerOfDesk.ts'
import { ofServer, strangersFor } from './portsWithin.ts'
import { readScriptFile } from './trainingScript.ts'
import type { SettingsOfState } from './store/settingsOfState.ts'
import type { DeskServices } from './web/deskServices.ts'
import { handlingOf } from './web/handling.ts'
import { webLimits } from './web/limits.ts'
import { createPort } from './web/port.ts'

/** The port at which people work, in service. */
export interface DeskPort {
  /** Where browsers reach it. */
  readonly url: string
  close(): Promise<void>
}

const settlingPauseMs = 5_000

/**
 * Listens where the configuration says, to who signs in; null where it says nowhere.
 *
 * @param of - what finds out whether the node can do what it is for, and which of its processes does what
 */
export async function startDeskPort(
  config: Config,
  open: OpenNode,
  log: NodeLog,
  of: Pick<HealthAsker, 'ready'> & { readonly leases: Leases; readonly uploads: Uploads },
): Promise<DeskPort | null> {
  const { desk, proxyNetworks, dataFolder, clockFile, trainingScriptFile } = config
  if (desk === undefined) return null
  const { node, database, tls, settings } = open
  const tlsNow = () => ofServer(tls.port())
  const isTls = tlsNow() !== null
  const strangers = strangersFor(proxyNetworks ?? [], isTls)
  // Known once it listens, for the system may have chosen the port; nothing is answered before.
  let url = desk.url ?? ''
  const noted = () => database.signals.notify('rogatory_audit')
  const checks = checking(node, noted)
  const drafts = draftKeeping(node, (draft) => open.send(draft), noted)
  const client = await providerOfDesk(config, open)
  const provider = client === null ? null : deskProvider(node, client, noted)
  const services: DeskServices = {
    get origin() {
      return url
    },
    stateName: (language) => stateName(settings, language),
    authorityName: (id) => authorityNames(node, [node.state]).get(id) ?? null,
    isDemonstration: settings.demonstration === true,
    training:
      settings.training === true ? trainingOf(node, await readScriptFile(trainingScriptFile), noted) : null,
    styles: { ltr: await asset('desk.css'), rtl: await asset('desk.rtl.css') },
    scripts: { passkeys: await asset('passkeys.js'), uploads: await asset('uploads.js') },
    strangers,
    tracer: node.tracer,
    people: deskPeople(node, noted),
    typed: typedForms(node),
    passkeys: deskPasskeys(node, () => url, noted),
    provider,
    cases: caseReading(node, noted),
    searches: savedSearches(node, noted),
    drafts,
    files: draftFiles(node, noted),
    uploads: of.uploads,
    beginnings: beginnings(node, noted),
    checking: checks,
    bundles: deskBundles(node, () => database.signals.notify('rogatory_bundle'), noted),
    running: nodeRunning(node, {
      ready: of.ready,
      hasClockFile: clockFile !== undefined,
      identityFolder: join(dataFolder, 'identity'),
      tls: () => ({
        port: tls.port()?.certificate ?? null,
        client: tls.client().pair?.certificate ?? null,
      }),
      noted,
      queued: () => database.signals.notify('rogatory_outbox'),
    }),
    systems: nodeSystems(node, { isOpen: config.api !== undefined, network: webhooksNetwork(config), noted }),
  }
  // Only who serves this port has to wait until its pages, and the library for uploads, are there.
  const { createDesk } = await import('./web/deskApp.tsx')
  const broke = unlessClosed(({ reason, path }) =>
    log.error({ path, reason: String(reason) }, 'a page broke'),
  )
  const app = createDesk(services, broke)
  const handling = handlingOf(app)
  const server = createPort(app, strangers, tlsNow, webLimits.desk.files.requestMs)
  const listening = await listen(server, desk, isTls, log)
  url = desk.url ?? new URL(listening).origin
  // What a process that died had let go is sent by the next, and what the node could not send at once.
  const settling = startWorker({
    round: async () => {
      if (of.leases.fenceOf('drafts') !== null)
        await measuredRound(node.meter, 'drafts', () => drafts.settleLeft())
      return false
    },
    pollMs: settlingPauseMs,
    failurePauseMs: settlingPauseMs,
    onFailure: (reason) => {
      node.meter.failed('drafts')
      log.warn({ reason: String(reason) }, 'drafts that were let go could not be sent')
    },
  })
  const learnt = learner(open.learnHeads)
  const making = startBundleJob({
    ...{ node, cosign: open.cosign, noted, limits: exchangeLimits.bundles },
    maySign: () => open.hearing.isOver(),
    learn: () => learnt(1),
    thread: bundleThreads(database.connection),
    spareMemory: () => process.availableMemory(),
  })
  const deaf = database.signals.listen('rogatory_bundle', () => making.wake())
  return {
    url,
    async close() {
      deaf()
      await Promise.allSettled([
        stopListening(server, handling),
        settling.close(),
        checks.close(),
        making.close(),
      ])
      await provider?.close()
    },
  }
}

/** As the State writes it in its own settings; in another language, as that language calls the country. */
function stateName({ state, name }: SettingsOfState, language: LetterLanguage): string {
  if (reads(language, name.language) || !/^[A-Z]{2}$/.test(state)) return name.text
  return formatFor(language, 'UTC').country(state) ?? name.text
}

/** @throws Error where the program was not built */
async function asset(name: string): Promise<string> {
  const file = join(packageFolder, 'dist/assets', name)
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(`${file} is not there: build the program with: npm run build`, { cause })
  }
}
