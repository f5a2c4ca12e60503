import type { AddCommand } from '../../addCommand.ts'
import { addList } from './list.ts'
import { addRenew } from './renew.ts'
import { addUse } from './use.ts'
import { addWithdraw } from './withdraw.ts'

/** `rogatory cert`: the keys of the node, how long they last, and the ones that follow them. */
export function addCert({ program, terminal }: AddCommand): void {
  const cert = program
    .command('cert')
    .description('Keys and certificates of this node: how long they last, and their successors')
  addList(cert, terminal)
  addRenew(cert, terminal)
  addUse(cert, terminal)
  addWithdraw(cert, terminal)
}
