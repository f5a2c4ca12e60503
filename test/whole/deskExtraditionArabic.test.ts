import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('extradition', 'inArabic')
