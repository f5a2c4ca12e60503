import type { CaseReading } from '../exchange/desk/deskCases.ts'

/** What the pages of requests need of their node. */
export type DeskCases = CaseReading
