import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('evidence', 'by the mouse, without scripts')
