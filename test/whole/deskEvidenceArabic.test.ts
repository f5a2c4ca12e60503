import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('evidence', 'in Arabic, from right to left on every page')
