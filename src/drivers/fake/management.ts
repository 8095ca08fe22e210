import type { IndicatorState, ManagementInterface } from '../interfaces/management.ts';
import { BOOT_MODES } from '../interfaces/management.ts';
import { DONE } from '../interfaces/common.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

const LED_STATES: readonly IndicatorState[] = ['OFF', 'ON', 'BLINKING'];

export function createFakeManagement(simulation: Simulation): ManagementInterface {
  const { look, act } = simulation;
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('management', node),

    bootDevices: ['PXE', 'DISK', 'CDROM', 'BIOS', 'SAFE'],
    async setBootDevice(node, bootDevice, ctx) {
      await act(node, 'management.setBootDevice', ctx, () => ({ bootDevice }));
    },
    getBootDevice: async (node, ctx) => (await look(node, 'management.getBootDevice', ctx)).bootDevice,

    bootModes: BOOT_MODES,
    async setBootMode(node, bootMode, ctx) {
      await act(node, 'management.setBootMode', ctx, () => ({ bootMode }));
    },
    getBootMode: async (node, ctx) => (await look(node, 'management.getBootMode', ctx)).bootMode,

    async setSecureBoot(node, secureBoot, ctx) {
      await act(node, 'management.setSecureBoot', ctx, () => ({ secureBoot }));
    },
    getSecureBoot: async (node, ctx) => (await look(node, 'management.getSecureBoot', ctx)).secureBoot,

    async getSensors(node, ctx) {
      const { power } = await look(node, 'management.getSensors', ctx);
      const fan = { id: 'Fan 1', category: 'Fan', unit: 'RPM', status: 'ok', details: {} };
      const inlet = { id: 'Inlet', category: 'Temperature', unit: 'degrees C', status: 'ok', details: {} };
      return [
        { ...fan, value: power === 'ON' ? 5400 : 0 },
        { ...inlet, value: 21 },
      ];
    },
    async getHealth(node, ctx) {
      await look(node, 'management.getHealth', ctx);
      return 'OK';
    },
    async injectNmi(node, ctx) {
      await act(node, 'management.injectNmi', ctx, ({ nmiCount }) => ({ nmiCount: nmiCount + 1 }));
    },

    async getIndicators(node, ctx) {
      await look(node, 'management.getIndicators', ctx);
      return [{ component: 'CHASSIS', id: 'identify', readonly: false, states: LED_STATES }];
    },
    async getIndicatorState(node, component, id, ctx) {
      const { identifyLed } = await look(node, 'management.getIndicatorState', ctx);
      return component === 'CHASSIS' && id === 'identify' ? identifyLed : 'UNKNOWN';
    },
    async setIndicatorState(node, _component, _id, identifyLed, ctx) {
      await act(node, 'management.setIndicatorState', ctx, () => ({ identifyLed }));
    },

    async detectVendor(node, ctx) {
      await look(node, 'management.detectVendor', ctx);
      return 'fake';
    },
    async getMacAddresses(node, ctx) {
      await look(node, 'management.getMacAddresses', ctx);
      return node.ports.map((port) => port.address);
    },

    getVirtualMedia: async (node, ctx) => (await look(node, 'management.getVirtualMedia', ctx)).virtualMedia,
    async attachVirtualMedia(node, type, imageUrl, ctx) {
      await act(node, 'management.attachVirtualMedia', ctx, ({ virtualMedia }) => ({
        virtualMedia: [...virtualMedia.filter((media) => media.type !== type), { type, imageUrl }],
      }));
    },
    async detachVirtualMedia(node, types, ctx) {
      await act(node, 'management.detachVirtualMedia', ctx, ({ virtualMedia }) => ({
        virtualMedia: virtualMedia.filter((media) => types.length > 0 && !types.includes(media.type)),
      }));
    },

    steps: [
      {
        name: 'verify_bmc',
        flow: 'VERIFY',
        priority: 1,
        description: 'Asks the simulated BMC whether it is there.',
        abortable: true,
        requiresRamdisk: false,
        repeat: 'idempotent',
        async run(node, _args, ctx) {
          await look(node, 'management.verify_bmc', ctx);
          return DONE;
        },
      },
    ],
  };
}
