import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('extradition', 'by the keyboard alone')
