import type { AddCommand } from '../rogatory.ts'

/** `rogatory act`. */
export function addAct(_to: AddCommand): void {}
