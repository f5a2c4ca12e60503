import type { AddCommand } from '../rogatory.ts'

/** `rogatory inbox`. */
export function addInbox(_to: AddCommand): void {}
