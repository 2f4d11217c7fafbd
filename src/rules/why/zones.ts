import type { zoneRules } from '../zones.ts';
import type { ExplanationsOf } from './explanation.ts';

export const zonesWhy: ExplanationsOf<typeof zoneRules> = {
  'zone-of-node-missing': {
    why: `Which zone a member is in is known by the label of its Node alone. One without the label is put with those outside of the zone, and gets
      traffic only when the zone cannot serve, although it may be next to the BIG-IP.`,
  },
  'zone-without-nodes': {
    why: `Every member is then outside of the zone, so all are in one group and traffic goes to all zones alike. That costs what staying in the
      zone was to save, and nobody notices, since everything works.`,
  },
  'zone-unused': {
    why: `The zone of a BIG-IP and how many members keep the traffic there are only looked at with discovery: [zones]. Without it the declarations are
      those of the controller, and traffic goes to all zones alike.`,
  },
  'zone-of-bigip-missing': {
    why: `Staying in the zone means that of the BIG-IP, which no manifest tells. Without it the declarations are those of the controller.`,
  },
};
