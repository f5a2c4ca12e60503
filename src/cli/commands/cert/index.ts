import type { AddCommand } from '../../addCommand.ts'
import { addAuthority } from './authority.ts'
import { addImport } from './import.ts'
import { addIssue } from './issue.ts'
import { addList } from './list.ts'
import { addRenew } from './renew.ts'
import { addRequest } from './request.ts'
import { addRevocations } from './revocations.ts'
import { addRevoke } from './revoke.ts'
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
  addRevoke(cert, terminal)
  addRevocations(cert, terminal)
  addRequest(cert, terminal)
  addImport(cert, terminal)
  addAuthority(cert, terminal)
  addIssue(cert, terminal)
}
