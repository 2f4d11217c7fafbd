import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

/** Who has an address and port already: the older TransportServer, IngressLink or Service (specification 02 §1.3, §8.2). */

const [old, young] = ['2024-01-01T00:00:00Z', '2024-05-01T00:00:00Z'];
const at = (created: string, text: string, more: object = {}): string => {
  const object = JSON.parse(text);
  Object.assign(object.metadata, { creationTimestamp: created, ...more });
  return JSON.stringify(object);
};
const transportServer = (spec: object = {}, more: object = {}): string =>
  customResourceText(
    'TransportServer',
    'db',
    {
      virtualServerAddress: '10.8.3.11',
      virtualServerPort: 80,
      mode: 'standard',
      pool: { service: 'cafe', servicePort: 80 },
      ...spec,
    },
    more,
  );
const link = (spec: object = {}): string =>
  customResourceText('IngressLink', 'nginx', {
    virtualServerAddress: '10.8.3.11',
    selector: { matchLabels: { app: 'nginx' } },
    ...spec,
  });
const nginx = (ports: readonly number[] = [80, 443], more: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx', namespace: 'shop', labels: { app: 'nginx' }, ...more },
    spec: { ports: ports.map(port => ({ name: `p${port}`, port })) },
  });
const loadBalancer = (spec: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'lb', namespace: 'shop', annotations: { 'cis.f5.com/ip': '10.8.3.11' } },
    spec: { type: 'LoadBalancer', ports: [{ port: 443 }], ...spec },
  });
const render = (resources: readonly string[], args: readonly string[] = []) =>
  renderCustom({ east: [...resources, serviceText('cafe')], args });
const linkPorts = (shared: object): string[] =>
  Object.keys(shared).filter(name => /^ingress_link_crd_10_8_3_11_\d+$/.test(name));
const [http, https] = ['ingress_link_crd_10_8_3_11_80', 'ingress_link_crd_10_8_3_11_443'];

describe('a port of an IngressLink', () => {
  test.each([
    ['an older TransportServer', at(old, transportServer()), [https], 'TransportServer shop/db', 80],
    ['an older Service', at(old, loadBalancer()), [http], 'Service shop/lb', 443],
  ])('that %s has is left out', async (_, other, left, by, port) => {
    const { shared, told, accepted } = await render([at(young, link()), nginx(), other]);
    expect(linkPorts(shared)).toEqual(left);
    expect(accepted['IngressLink nginx']).toBe(true);
    const [message, ...more] = told('ingress-link-port-taken');
    expect(message).toMatch(/^IngressLink nginx spec\.virtualServerAddress: /);
    expect(message).toContain(by);
    expect(message).toContain(String(port));
    expect(more).toEqual([]);
  });

  test.each([
    ['a younger TransportServer', at(young, transportServer()), at(old, link())],
    ['one of the same age', at(old, transportServer()), at(old, link())],
    ['one of another route domain', at(old, transportServer({ bigipRouteDomain: 2 })), at(young, link())],
    ['one of another address', at(old, transportServer({ virtualServerAddress: '10.8.3.12' })), at(young, link())],
    ['one that is not selected', at(old, transportServer({}, { labels: {} })), at(young, link())],
    ['one that is rejected', at(old, transportServer({ partition: 'Common' })), at(young, link())],
    ['a Service of another class', at(old, loadBalancer({ loadBalancerClass: 'other' })), at(young, link())],
    [
      'a Service that waits for IPAM',
      at(old, loadBalancer(), { annotations: { 'cis.f5.com/ipamLabel': 'x' } }),
      at(young, link()),
    ],
  ])('that %s has stays', async (_, other, own) => {
    const { shared, rules } = await render([own, nginx(), other]);
    expect(linkPorts(shared)).toEqual([https, http]);
    expect(rules).not.toContain('ingress-link-port-taken');
  });
});

describe('a TransportServer', () => {
  test.each([
    ['IngressLink nginx', [at(old, link()), nginx()], 80],
    ['Service lb', [at(old, loadBalancer())], 443],
  ])('is an error beside the older %s, and is rendered', async (by, others, port) => {
    const own = at(young, transportServer({ virtualServerPort: port }));
    const { shared, told, accepted, view } = await render([own, ...others]);
    expect(accepted['TransportServer db']).toBe(false);
    const [kind, name] = by.split(' ');
    expect(told('l4-address-claimed')).toEqual([
      `TransportServer db spec.virtualServerPort: TransportServer shop/db is rendered, and its status is an error: the older ${kind} shop/${name} listens on 10.8.3.11:${port} too`,
    ]);
    const status = view.statuses.find(({ accepted: isAccepted }) => !isAccepted);
    expect(status?.message).toContain(`10.8.3.11:${port}`);
    expect(shared).toHaveProperty(`crd_10_8_3_11_${port}`);
  });

  test('is none beside port 8081 of an IngressLink, nor beside one without a Service', async () => {
    const own = at(young, transportServer({ virtualServerPort: 8081 }));
    const { accepted } = await render([own, at(old, link()), nginx([80, 8081])]);
    expect(accepted).toEqual({ 'TransportServer db': true, 'IngressLink nginx': true });
    const alone = await render([at(young, transportServer()), at(old, link())]);
    expect(alone.accepted).toEqual({ 'TransportServer db': true, 'IngressLink nginx': false });
  });

  test('is none beside a Service that makes no virtual server with several clusters', async () => {
    const own = at(young, transportServer({ virtualServerPort: 443 }));
    const { accepted } = await renderCustom({
      east: [own, at(old, loadBalancer()), serviceText('cafe')],
      others: { west: [] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: ratio\nexternalClustersConfig: [{clusterName: west, secret: default/west}]',
    });
    expect(accepted).toEqual({ 'TransportServer db': true });
  });

  test.each(['default', '""'])('is one beside a Service in mode %s', async mode => {
    const entry = { clusterName: 'east', service: 'cafe', namespace: 'shop', servicePort: 80 };
    const pool = mode === 'default' ? { multiClusterServices: [entry] } : { service: 'cafe', servicePort: 80 };
    const { accepted } = await renderCustom({
      east: [
        at(young, transportServer({ virtualServerPort: 443, pool })),
        at(old, loadBalancer()),
        serviceText('cafe'),
      ],
      others: { west: [] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: `mode: ${mode}\nexternalClustersConfig: [{clusterName: west, secret: default/west}]`,
    });
    expect(accepted).toEqual({ 'TransportServer db': false, 'Service lb': true });
  });
});
