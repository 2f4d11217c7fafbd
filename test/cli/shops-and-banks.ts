import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import type { Files } from '../temporary-workspace.ts';

const group = (namespace: string, partition: string, address: string): string =>
  `  - namespace: ${namespace}\n    vserverAddr: ${address}\n    bigIpPartition: ${partition}\n`;

/** Two tenants of one controller, nothing wrong with either. */
export const shopsAndBanks: Files = {
  'render.yaml': configText(),
  'clusters/east/extended-spec.yaml': extendedSpecText(
    `extendedRouteSpec:\n${group('shop', 'shops', '10.8.3.11')}${group('bank', 'banks', '10.8.3.12')}`,
  ),
  'clusters/east/shop.yaml': documents(
    routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }),
    serviceText('cafe'),
  ),
  'clusters/east/bank.yaml': documents(
    routeText({ name: 'teller', namespace: 'bank', host: 'teller.example.com', to: 'teller' }),
    serviceText('teller', { namespace: 'bank' }),
  ),
};

/** The extended ConfigMap with the group of the banks taken out. */
export const withoutBanks = extendedSpecText(`extendedRouteSpec:\n${group('shop', 'shops', '10.8.3.11')}`);

/** A pair of clusters with a controller each. */
export const pair: Files = {
  'render.yaml': `clusters:
${[
  ['primary', 'east'],
  ['secondary', 'west'],
]
  .map(
    ([role, name]) => `  - name: ${name}
    manifests: clusters/${name}
    cis:
      args: [--controller-mode=openshift, --multi-cluster-mode=${role}, --local-cluster-name=${name},
        --extended-spec-configmap=kube-system/extended-spec, --pool-member-type=cluster, --bigip-partition=shops]
`,
  )
  .join('')}`,
  ...Object.fromEntries(
    ['east', 'west'].flatMap((name, index) => [
      [
        `clusters/${name}/extended-spec.yaml`,
        extendedSpecText(`mode: active-active
highAvailabilityCIS:
  primaryEndPoint: http://10.1.1.1:8080
  primaryCluster: {clusterName: east, secret: kube-system/east}
  secondaryCluster: {clusterName: west, secret: kube-system/west}
extendedRouteSpec:
  - {namespace: shop, vserverAddr: 10.8.3.11}`),
      ],
      [
        `clusters/${name}/shop.yaml`,
        documents(
          routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }),
          serviceText('cafe', { addresses: [`10.${index + 1}.0.1`, `10.${index + 1}.0.2`] }),
        ),
      ],
    ]),
  ),
};

/** Many tenants, so that writing takes a while. */
export function manyTenants(count: number): Files {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const address = (index: number): string => `10.${8 + (index >> 8)}.${index & 255}.1`;
  const groups = numbers.map(index => group(`shop-${index}`, `shop-${index}`, address(index)));
  return {
    'render.yaml': configText(),
    'clusters/east/extended-spec.yaml': extendedSpecText(`extendedRouteSpec:\n${groups.join('')}`),
    'clusters/east/shops.yaml': documents(
      ...numbers.flatMap(index => [
        routeText({ name: 'cafe', namespace: `shop-${index}`, host: `cafe-${index}.example.com`, to: 'cafe' }),
        serviceText('cafe', { namespace: `shop-${index}` }),
      ]),
    ),
  };
}
