export const id = 333;
export const ids = [333];
export const modules = {

/***/ 6333:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readYaml: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);

/** Mistakes of syntax are in the document, those of aliases (unknown, or too many) are thrown. */
function readYaml(given) {
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(given, { schema: 'failsafe', prettyErrors: true });
    const [error] = document.errors;
    if (error)
        return error;
    try {
        // Many images may share an anchor; the parser's own limit of 100 is for texts of strangers.
        return document.toJS({ maxAliasCount: 1000 });
    }
    catch (thrown) {
        return thrown instanceof Error ? thrown : new Error(String(thrown));
    }
}


/***/ })

};
