import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('evidence', 'by the keyboard alone')
