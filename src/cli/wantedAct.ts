import type { Command } from 'commander'
import { requestNamed } from '../exchange/requestNamed.ts'
import { noteRefusedAct } from '../exchange/refusedActs.ts'
import type { BareNode, OpenNode } from '../opening.ts'
import { isConnectionError } from '../store/failures.ts'
import { CommandFailure, NotedFailure, exitCodes } from './outcome.ts'

/** What a person wants by a command, as the log tells it where it is refused. */
export interface Wanted {
  /** The command with what it was given, but not what a person wrote in sentences, and no files. */
  readonly words: string
  readonly role: string
  /** How the command names its request; null: it names none. */
  readonly reference: string | null
}

/** Commands of those who check a node, and of those who keep it; the others are the officers'. */
const roles: Readonly<Record<string, string>> = {
  court: 'auditor',
  export: 'auditor',
  log: 'auditor',
  statistics: 'auditor',
  balance: 'administrator',
  cert: 'administrator',
  passphrase: 'administrator',
  person: 'administrator',
  token: 'administrator',
  webhook: 'administrator',
  trust: 'administrator',
}

/** Options that say who acts, and those that say where. */
const aside = new Set(['as', 'officer', 'data', 'json', 'out'])

/** What is wanted by this command, or null where it is not a person's. */
export function wantedBy(command: Command): Wanted | null {
  const { options, args } = command
  if (!options.some((option) => ['as', 'officer'].includes(option.attributeName()))) return null
  const path = pathOf(command)
  const given = options.map((option) => option.attributeName()).filter((name) => isGiven(command, name))
  const named = options.filter((option) => given.includes(option.attributeName()) && option.long)
  const said = named.flatMap((option) => [
    option.long,
    ...namesIn(command.getOptionValue(option.attributeName())),
  ])
  const isOfRequest = command.registeredArguments[0]?.name() === 'ref'
  return {
    words: [...path, ...args, ...said].join(' '),
    role: roles[path[0] ?? ''] ?? 'officer',
    reference: isOfRequest
      ? (args[0] ?? null)
      : ((command.getOptionValue('request') as string | undefined) ?? null),
  }
}

function isGiven(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === 'cli' && !aside.has(name)
}

function pathOf(command: Command): string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()]
}

/** Names, codes and times; what holds a space or a sign is somebody's words. */
function namesIn(value: unknown): string[] {
  return [value]
    .flat()
    .filter((one): one is string => typeof one === 'string' && /^[\p{L}\p{N}.:_-]{1,64}$/u.test(one))
}

/** Notes in the log that a command failed upon its node. What could not be reached is not noted, nor what waits on. */
export async function noteFailure(
  { node, settings, database }: Pick<OpenNode, 'settings' | 'database'> & Pick<BareNode | OpenNode, 'node'>,
  { words, role, reference }: Wanted,
  person: string,
  reason: unknown,
): Promise<void> {
  if (reason instanceof NotedFailure || isConnectionError(reason)) return
  if (reason instanceof CommandFailure && reason.exitCode === exitCodes.unavailable) return
  const named = reference === null || !('trust' in node) ? null : await requestNamed(node, reference)
  const row = named?.ok === true ? named.row : null
  const authority = row?.own_authority ?? settings.authorities[0]?.id
  const act = { actor: { person, role, authority }, wanted: words, request: row?.id }
  await noteRefusedAct(node, act, reason instanceof CommandFailure ? reason.code : 'FAILED')
  database.signals.notify('rogatory_audit')
}
