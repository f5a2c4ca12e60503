import { peerTrustLists, pinPeer } from '../../exchange/trustKeeping.ts'
import { courier } from '../../exchange/post.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import { paths } from '../../web/paths.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy } from '../outcome.ts'
import { readText } from '../readJson.ts'
import type { AddCommand } from '../addCommand.ts'

interface PinOptions extends NodeOptions {
  readonly fingerprint: string
}

/** `rogatory trust`: whom this node believes. */
export function addTrust({ program, terminal }: AddCommand): void {
  const trust = program
    .command('trust')
    .description('Trust lists: our own fingerprint, and the peers that are pinned')

  trust
    .command('show')
    .description('Show our own trust list and those of the pinned peers')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: NodeOptions) => {
      await withNode(options, async ({ node }) => {
        const lists = [node.trust.own(), ...(await peerTrustLists(node))]
        if (options.json === true) {
          terminal.json(lists.map(summary))
          return
        }
        for (const list of lists) {
          const { state, sequence, nextUpdate, node: at, fingerprints, authorities } = summary(list)
          terminal.say(`${state}  list ${sequence}, in force until ${nextUpdate}, at ${at}`)
          for (const fingerprint of fingerprints) terminal.say(`    fingerprint ${fingerprint}`)
          terminal.say(`    authorities ${authorities.join(', ')}`)
        }
      })
    })

  trust
    .command('pin <source>')
    .description('Pin a peer at first contact: a file with its trust list, or the URL of its node')
    .requiredOption('--fingerprint <digest>', 'as the peer read it out, compared by telephone or on paper')
    .option('--as <person>', 'who has compared it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (source: string, options: PinOptions) => {
      const jws = await readList(source)
      await withNode(options, async ({ node, settings }) => {
        const by = { person: personOf(options), authority: settings.authorities[0]?.id ?? settings.state }
        const pinned = await pinPeer(node, jws, options.fingerprint.replace(/[\s:]/g, '').toLowerCase(), by)
        if (!pinned.ok) throw refusedBy(pinned)
        if (options.json === true) {
          terminal.json({ ok: true, ...summary(pinned.list) })
          return
        }
        terminal.say(
          `${pinned.list.list.state} is pinned; its list ${pinned.list.list.sequence} is in force.`,
        )
      })
    })
}

async function readList(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) return (await readText(source)).trim()
  const { fetchTrustList, close } = courier(paths)
  try {
    return await fetchTrustList(source)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(
      exitCodes.unavailable,
      'PEER_UNAVAILABLE',
      `${source} gives no trust list: ${why}`,
    )
  } finally {
    await close()
  }
}

function summary({ list, digest }: OpenedTrustList) {
  return {
    state: list.state,
    sequence: list.sequence,
    digest,
    issuedAt: list.issuedAt,
    nextUpdate: list.nextUpdate,
    node: list.node.url,
    fingerprints: list.listSigners.map(digestOfBase64),
    authorities: list.authorities.map(({ id }) => id),
    demonstration: list.demonstration ?? false,
  }
}
