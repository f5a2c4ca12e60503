import type { AddCommand } from '../rogatory.ts'

/** `rogatory verify`. */
export function addVerify(_to: AddCommand): void {}
