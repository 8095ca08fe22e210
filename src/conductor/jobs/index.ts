import type { JobType } from '../job-type.ts';
import { adopt } from './adopt.ts';
import { attachVif } from './attach-vif.ts';
import { clean } from './clean.ts';
import { deploy, rebuild } from './deploy.ts';
import { detachVif } from './detach-vif.ts';
import { enforcePower } from './enforce-power.ts';
import { inspect } from './inspect.ts';
import { manage } from './manage.ts';
import { provide } from './provide.ts';
import { reconcileVifs } from './reconcile-vifs.ts';
import { rescue } from './rescue.ts';
import { endService, service } from './service.ts';
import { setPower } from './set-power.ts';
import { undeploy } from './undeploy.ts';
import { unrescue } from './unrescue.ts';
import { setBootDevice, setBootMode, setSecureBoot } from './boot-settings.ts';
import { setConsole } from './console.ts';
import { injectNmi, setIndicator } from './nmi-and-indicators.ts';
import { refreshHardware } from './refresh-hardware.ts';
import { callSharedVendorMethod, callVendorMethod } from './vendor-method.ts';
import { attachVirtualMedia, detachVirtualMedia } from './virtual-media.ts';

/** Every kind of job. */
const all: readonly JobType[] = [
  manage,
  provide,
  clean,
  deploy,
  undeploy,
  rebuild,
  service,
  endService,
  adopt,
  inspect,
  rescue,
  unrescue,
  setPower,
  enforcePower,
  refreshHardware,
  setBootDevice,
  setBootMode,
  setSecureBoot,
  injectNmi,
  setIndicator,
  attachVirtualMedia,
  detachVirtualMedia,
  setConsole,
  callVendorMethod,
  callSharedVendorMethod,
  attachVif,
  detachVif,
  reconcileVifs,
];

export const jobTypes: ReadonlyMap<string, JobType> = new Map(all.map((type) => [type.name, type]));
