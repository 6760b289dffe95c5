import { ElOption, ElSelect } from 'element-plus'
import type { DefineComponent } from 'vue'

/*
 * The types of these two do not hold under `exactOptionalPropertyTypes`: Vue then takes the description of their
 * properties for the properties. What we use of them is typed here.
 */

export const Select = ElSelect as unknown as DefineComponent<{
  modelValue: string
  size: 'large'
  placeholder?: string
  noDataText?: string
  disabled: boolean
  filterable: boolean
  'aria-label': string
  'onUpdate:modelValue': (value: string) => void
}>

export const SelectOption = ElOption as unknown as DefineComponent<{
  value: string
  label: string
  disabled?: boolean
}>
