throw new Error('the table of prices is missing')
