import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('extradition', 'by the mouse, without scripts')
