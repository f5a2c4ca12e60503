import type { Command } from 'commander'
import { excusePeer, pinPeer } from '../../exchange/pinning.ts'
import { peerTrustLists } from '../../exchange/trustKeeping.ts'
import { lacksRevocationList, renewRevocationLists } from '../../exchange/renewPeer.ts'
import { linesOf } from '../../exchange/running/peers.ts'
import { listUnheard } from '../../store/peers.ts'
import { readPin, spellPin, wordsOfPin } from '../../trust/fingerprint.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import { type NodeOptions, configOf, personOf, withNode } from '../nodeOfCommand.ts'
import { firstList } from '../firstList.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from '../outcome.ts'
import { addCircuit } from './circuit.ts'
import { addUnpin } from './unpin.ts'
import type { AddCommand } from '../addCommand.ts'
import type { Terminal } from '../terminal.ts'

interface PinOptions extends NodeOptions {
  readonly fingerprint: readonly string[]
  readonly again?: string
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
      await withNode(options, 'look', async ({ node }) => {
        const lists = [node.trust.own(), ...(await peerTrustLists(node))]
        const unheard = new Set(await listUnheard(node.db))
        if (options.json === true) {
          terminal.json(lists.map((list) => ({ ...summary(list), heard: !unheard.has(list.list.state) })))
          return
        }
        for (const list of lists) {
          const { state, sequence, nextUpdate, node: at, fingerprints, authorities } = summary(list)
          terminal.say(`${state}  list ${sequence}, in force until ${nextUpdate}, at ${at}`)
          if (unheard.has(state))
            terminal.say('    has not told what it has since the node came up; nothing new goes to it')
          for (const fingerprint of fingerprints) terminal.say(`    fingerprint ${fingerprint}`)
          terminal.say(`    authorities ${authorities.join(', ')}`)
        }
      })
    })

  trust
    .command('pin <source>')
    .description('Pin a peer at first contact: a file with its trust list, or the URL of its node')
    .requiredOption(
      '--fingerprint <text>',
      'as the peer read it out, by telephone or on paper: 64 hexadecimal digits, or 24 words; once more for the signer that follows',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option(
      '--again <why>',
      'the peer is known, and has lost the signers that its lists announced: why, as a person of that State has told you',
    )
    .option('--as <person>', 'who has compared it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (source: string, options: PinOptions) => {
      const pins = options.fingerprint.map(pinOf)
      const { jws, note } = await firstList(source, configOf(options))
      if (note !== null) terminal.note(note)
      await withNode(options, 'begin', async (open) => {
        const { node, settings, courier: line, database } = open
        const authority = settings.authorities[0]?.id ?? settings.state
        const again = options.again === undefined ? {} : { again: options.again }
        const by = { person: personOf(options), authority, ...again }
        const pinned = await pinPeer(node, jws, pins, by)
        if (!pinned.ok) throw refusedBy(pinned)
        const { list } = pinned.list
        // Its authorities are believed from here on: its server may show a certificate of them.
        await open.refreshTrust()
        await renewRevocationLists(node, line, list)
        await open.refreshTrust()
        database.signals.notify('rogatory_trust')
        if (options.json === true) {
          terminal.json({ ok: true, ...summary(pinned.list) })
          return
        }
        terminal.say(`${list.state} is pinned; its list ${list.sequence} is in force.`)
        terminal.say(`Nothing goes to it or comes from it before it has pinned ${settings.state} too.`)
        if (lacksRevocationList(node, list))
          terminal.say(
            'Its lists of revoked certificates could not be fetched. Nothing of it is believed without them; a node that is served goes on trying.',
          )
      })
    })

  addFingerprint(trust, terminal)
  addCircuit(trust, terminal)
  addExcuse(trust, terminal)
  addUnpin(trust, terminal)
}

/** `rogatory trust fingerprint`: what is read out to a peer before it pins this State. */
function addFingerprint(trust: Command, terminal: Terminal): void {
  trust
    .command('fingerprint')
    .description('Show the fingerprints of our list signers, for paper and to be read over the telephone')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (options: NodeOptions) => {
      await withNode(options, 'look', ({ node }) => {
        const { list } = node.trust.own()
        const pins = list.listSigners.map(digestOfBase64)
        if (options.json === true) {
          terminal.json(
            pins.map((fingerprint) => ({ state: list.state, fingerprint, words: wordsOfPin(fingerprint) })),
          )
          return Promise.resolve()
        }
        for (const [index, pin] of pins.entries()) {
          terminal.say(`${list.state}, ${index === 0 ? 'the signer in use' : 'the signer that follows'}`)
          for (const line of spellPin(pin).split('\n')) terminal.say(`    ${line}`)
          for (const line of linesOf(wordsOfPin(pin).split(' '), 6)) terminal.say(`    ${line}`)
        }
        terminal.say(
          'A peer that hears these digits, or these words, from a voice that it knows may pin this State.',
        )
        return Promise.resolve()
      })
    })
}

function pinOf(text: string): string {
  const pin = readPin(text)
  if (pin !== null) return pin
  throw wrongUse(
    '--fingerprint is neither 64 hexadecimal digits nor 24 words that fit together: one may have been misheard',
  )
}

/** `rogatory trust excuse`: an operator says that a peer need not be heard first. */
function addExcuse(trust: Command, terminal: Terminal): void {
  trust
    .command('excuse <state>')
    .description(
      'Let new messages go to a peer that cannot be asked what it has, until the node comes up again; the log says who decided it',
    )
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nOnly where you know that the database of this node is the newest it ever had: otherwise two messages may get one place.',
    )
    .action(async (state: string, options: NodeOptions) => {
      await withNode(options, 'act', async ({ node, settings, hearing, database }) => {
        if ((await hearing.begin()) === 'first')
          throw new CommandFailure(
            exitCodes.refused,
            'NODE_NOT_SERVED',
            'The node is not served: it asks its peers when it comes up, and this holds from then on. Start it first.',
          )
        const by = { person: personOf(options), authority: settings.authorities[0]?.id ?? settings.state }
        const excused = await excusePeer(node, state, by)
        if (!excused.ok) throw refusedBy(excused)
        database.signals.notify('rogatory_audit')
        if (options.json === true) terminal.json({ ok: true, state })
        else terminal.say(`New messages go to ${state} until this node comes up again.`)
      })
    })
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
