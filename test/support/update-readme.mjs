// The name under which `npm run readme` calls update-docs.mjs.
import './update-docs.mjs';
