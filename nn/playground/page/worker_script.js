// The Worker's script where it is another one than the page's.

import { serve } from "./trainers.js";

serve(globalThis);
