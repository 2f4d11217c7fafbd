import type { Virtual } from '../adc.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import type { IRuleList } from '../virtual/irule-list.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';

/** A virtual server on layer 4 but for what is finished last. */
export interface L4Parts
  extends Omit<Virtual, 'additionalAddresses' | 'defaultPool' | 'tls' | 'iRules' | 'iRuleTexts' | 'dataGroups'> {
  readonly dataGroups: DataGroups;
  readonly iRules: IRuleList;
  readonly tls: TlsProfiles;
  /** An iRule chooses between the pools; else the first one has all. */
  readonly isSplit: boolean;
}

/** Finishes the virtual server of a TransportServer, an IngressLink or a LoadBalancer Service (specification 02 §8). */
export function l4Virtual({ dataGroups, iRules, tls, isSplit, ...parts }: L4Parts): Virtual {
  const groups = dataGroups.finished();
  const { references, texts } = iRules.finished({ dataGroups: groups, passthroughOnly: false });
  const [first] = parts.pools;
  return {
    ...parts,
    additionalAddresses: [],
    ...(!isSplit && first && { defaultPool: { use: `/${parts.tenant}/Shared/${first.name}` } }),
    tls: tls.finished(),
    iRules: references,
    iRuleTexts: texts,
    dataGroups: groups,
  };
}
