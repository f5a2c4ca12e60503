import type { Command } from 'commander'
import type { Actor } from '../../audit/events.ts'
import type { Node } from '../../exchange/node.ts'
import { isSignInName } from '../../exchange/people/person.ts'
import { type NodeOptions, personOf } from '../nodeOfCommand.ts'
import { wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'

/** What every command about one person is given. */
export interface SignInNameOptions extends NodeOptions {
  readonly signInName: string
}

/** The options that every command about people has. */
export function withUsualOptions(command: Command): Command {
  return command
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

/** Who does it: whoever sits at the machine of the node. */
export function administrator(node: Pick<Node, 'trust'>, options: NodeOptions): Actor {
  return { person: personOf(options), role: 'administrator', authority: firstAuthority(node, undefined) }
}

/** @throws CommandFailure where it can be nobody's sign-in name */
export function signInNameIn({ signInName }: SignInNameOptions): string {
  if (isSignInName(signInName)) return signInName
  throw wrongUse('--sign-in-name must have 1 to 63 small letters, digits, dots, dashes and underscores')
}
