export const id = 841;
export const ids = [841];
export const modules = {

/***/ 7841:
/***/ ((module) => {

/**
 * With DEBUG in the environment of a job the real package has simple-git print the environment of every git, and what a
 * repository makes it say, as lines of the log that nobody has made inert.
 */
const silent = () => {}
silent.extend = () => silent

const createDebug = () => silent
createDebug.formatters = {}

module.exports = createDebug


/***/ })

};
